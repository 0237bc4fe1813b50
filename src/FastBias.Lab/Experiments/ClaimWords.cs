namespace FastBias.Lab;

/// <summary>Whose a claim is, and why, in a word after it.</summary>
internal static class ClaimWords
{
    /// <summary>The published statement, with the reason for its verdict.</summary>
    public static Claim Because(this Claim claim, string note) => claim with { Note = note };

    /// <summary>What is true, put beside the published statement.</summary>
    public static Claim Law(this Claim claim, string note = "") => claim with { Origin = ClaimOrigin.Law, Note = note };
}
