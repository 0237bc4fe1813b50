namespace FastBias.Generators;

/// <summary>Where in a declaration a problem lies; the analyzer turns it into a location.</summary>
internal enum Site
{
    /// <summary>The method's name.</summary>
    Method,

    /// <summary>The method's parameter list.</summary>
    Parameters,

    /// <summary>The attribute, or one of its arguments.</summary>
    Attribute,

    /// <summary>The enclosing types' names.</summary>
    ContainingType,
}

/// <summary>Why a declaration cannot be expanded: a diagnostic without its location.</summary>
/// <param name="Id">FB0001 …</param>
/// <param name="Site">Where.</param>
/// <param name="Detail">The argument (<see cref="Site.Attribute"/>) or type (<see cref="Site.ContainingType"/>) meant, by name; else empty.</param>
/// <param name="Arguments">What the message is filled with.</param>
/// <param name="Fix">What a code fix has to know, in the order that the fix expects.</param>
internal sealed record Problem(
    string Id, Site Site, string Detail, EquatableArray<string> Arguments, EquatableArray<string> Fix = default);

/// <summary>A declaration as read: either a model, or the reasons why there is none; a model may come with remarks.</summary>
internal sealed record DeclarationResult(KernelDeclaration? Declaration, EquatableArray<Problem> Problems);
