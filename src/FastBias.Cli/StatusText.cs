using FastBias.Cli.Json;

namespace FastBias.Cli;

/// <summary>What a status means, for people.</summary>
internal static class StatusText
{
    public static string Explain(string status, Place? firstNonFinite) => status switch
    {
        nameof(Status.Success) => "Success",
        nameof(Status.NonFiniteInput) when firstNonFinite is not null => $"NonFiniteInput: the first NaN or infinity is element [{firstNonFinite.Row}, {firstNonFinite.Column}]{(firstNonFinite.Input is { } input ? $" of {input}" : string.Empty)}",
        nameof(Status.NonFiniteInput) => "NonFiniteInput: the input holds a NaN or an infinity",
        nameof(Status.RankDeficient) => "RankDeficient: this method needs full rank; try --method cod or svd",
        nameof(Status.NotPositiveDefinite) => "NotPositiveDefinite: the normal equations are not (numerically) positive definite; try --method qr or cod",
        nameof(Status.NotConverged) => "NotConverged: the iteration reached its cap",
        _ => status,
    };
}
