namespace FastBias.Lab;

/// <summary>A statement that can be checked, what was measured of it, and whether it holds.</summary>
/// <remarks>
/// <para><see cref="Holds"/> is computed from the measurement and cannot be set: a published claim that is false is stated as published and comes out as not holding.
/// NaN never holds.</para>
/// <para>Every claim is made by one of the four methods below, which are the four ways of comparing that there are. A law (monotone, proportional, equal) is measured by one number: the
/// number of violations, the fitted slope, the largest difference.</para>
/// </remarks>
public sealed record Claim
{
    private Claim(string id, string part, string statement, Relation relation, double expected, double tolerance, double measured) =>
        (Id, Part, Statement, Relation, Expected, Tolerance, Measured) = (id, part, statement, relation, expected, tolerance, measured);

    /// <summary>The id of the seed's item, such as <c>S1-COND</c>.</summary>
    public string Id { get; }

    /// <summary>Which of the item's statements, in a word or two such as <c>normal-equations</c>; unique among the claims of the item.</summary>
    public string Part { get; }

    /// <summary>Id and part: the claim's name in the catalogue.</summary>
    public string Key => $"{Id}/{Part}";

    /// <summary>What is claimed, as a sentence that can be true or false.</summary>
    public string Statement { get; }

    /// <summary>How <see cref="Measured"/> is compared with <see cref="Expected"/>.</summary>
    public Relation Relation { get; }

    /// <summary>The value that the statement gives, or the bound.</summary>
    public double Expected { get; }

    /// <summary>How far from <see cref="Expected"/> the measured value may be; absolute.</summary>
    public double Tolerance { get; }

    /// <summary>What was measured.</summary>
    public double Measured { get; init; }

    /// <summary>Whose statement it is.</summary>
    public ClaimOrigin Origin { get; init; }

    /// <summary>Why it holds or does not, or what is true instead; empty where the numbers say it all.</summary>
    public string Note { get; init; } = string.Empty;

    /// <summary>Whether the measurement agrees with the statement.</summary>
    public bool Holds => Relation switch
    {
        Relation.Near => Math.Abs(Measured - Expected) <= Tolerance,
        Relation.AtMost => Measured <= Expected + Tolerance,
        Relation.AtLeast => Measured >= Expected - Tolerance,
        _ => false,
    };

    /// <summary>The measured value is the expected one, up to a tolerance.</summary>
    /// <param name="id">The id of the seed's item.</param>
    /// <param name="part">Which of its statements.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="expected">The value claimed.</param>
    /// <param name="tolerance">Absolute, not negative.</param>
    /// <param name="measured">The value measured.</param>
    public static Claim Near(string id, string part, string statement, double expected, double tolerance, double measured) =>
        Create(id, part, statement, Relation.Near, expected, tolerance, measured);

    /// <summary>The measured value lies in an interval.</summary>
    /// <param name="id">The id of the seed's item.</param>
    /// <param name="part">Which of its statements.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end, at least <paramref name="low"/>.</param>
    /// <param name="measured">The value measured.</param>
    public static Claim Between(string id, string part, string statement, double low, double high, double measured) =>
        Create(id, part, statement, Relation.Near, (low + high) / 2, (high - low) / 2, measured);

    /// <summary>The measured value is not above a bound.</summary>
    /// <param name="id">The id of the seed's item.</param>
    /// <param name="part">Which of its statements.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="measured">The value measured.</param>
    public static Claim AtMost(string id, string part, string statement, double bound, double measured) =>
        Create(id, part, statement, Relation.AtMost, bound, 0, measured);

    /// <summary>The measured value is not below a bound.</summary>
    /// <param name="id">The id of the seed's item.</param>
    /// <param name="part">Which of its statements.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="measured">The value measured.</param>
    public static Claim AtLeast(string id, string part, string statement, double bound, double measured) =>
        Create(id, part, statement, Relation.AtLeast, bound, 0, measured);

    private static Claim Create(string id, string part, string statement, Relation relation, double expected, double tolerance, double measured)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(part);
        ArgumentException.ThrowIfNullOrWhiteSpace(statement);
        if (!double.IsFinite(expected))
        {
            throw new ArgumentOutOfRangeException(nameof(expected), expected, $"The value that {id}/{part} is compared with must be finite.");
        }

        if (!(tolerance >= 0 && double.IsFinite(tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, $"The tolerance of {id}/{part} must be finite and not negative.");
        }

        return new(id, part, statement, relation, expected, tolerance, measured);
    }
}

/// <summary>How a measured value is compared.</summary>
public enum Relation
{
    /// <summary>Equal up to the tolerance.</summary>
    Near,

    /// <summary>Not above.</summary>
    AtMost,

    /// <summary>Not below.</summary>
    AtLeast,
}

/// <summary>Whose statement a claim is.</summary>
public enum ClaimOrigin
{
    /// <summary>As published, true or false.</summary>
    Published,

    /// <summary>What is true of it: a theorem, a closed form or a reference value, put beside the published statement.</summary>
    Law,
}
