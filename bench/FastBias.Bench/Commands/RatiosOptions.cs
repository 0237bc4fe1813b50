namespace FastBias.Bench.Commands;

/// <summary>What <c>ratios</c> was asked for.</summary>
/// <param name="Suites">Suite names, in order.</param>
/// <param name="Types">"double", "float".</param>
/// <param name="Threads">Threads of every contestant.</param>
/// <param name="Quick">A look instead of figures.</param>
/// <param name="Row">Only rows whose name contains this.</param>
internal sealed record RatiosOptions(IReadOnlyList<string> Suites, IReadOnlyList<string> Types, int Threads, bool Quick, string? Row);
