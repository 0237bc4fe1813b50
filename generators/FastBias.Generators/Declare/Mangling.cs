using System.Globalization;

namespace FastBias.Generators;

/// <summary>Turns the qualified name of a method into an identifier, and different names into different ones.</summary>
/// <remarks>
/// <code>
///   letter, digit   itself           A.B_C    A_B_0_C
///   dot             _                A_B.C    A_0_B_C
///   underscore      _0_              A.Größe  A_Gr_000F6__000DF_e
///   anything else   _0 code _
/// </code>
/// A part of a name never begins with a digit, so an underscore before a digit can only begin a code: the mapping can be read back.
/// </remarks>
internal static class Mangling
{
    /// <summary>Well below the 1023 bytes that metadata allows for a name.</summary>
    private const int MaxLength = 400;

    public static string Mangle(string qualifiedName)
    {
        string name = string.Concat(qualifiedName.Select(Encode));
        return name.Length <= MaxLength ? name : $"{name.Substring(0, MaxLength)}_00{Hash(name)}";
    }

    /// <summary>FNV-1a, in hexadecimal.</summary>
    public static string Hash(string text) =>
        text.Aggregate(14695981039346656037UL, (hash, c) => unchecked((hash ^ c) * 1099511628211UL)).ToString("x16", CultureInfo.InvariantCulture);

    private static string Encode(char c) => c switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' => c.ToString(),
        '.' => "_",
        '_' => "_0_",
        _ => $"_0{((int)c).ToString("X4", CultureInfo.InvariantCulture)}_",
    };
}
