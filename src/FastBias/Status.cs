namespace FastBias;

/// <summary>How a numerical computation ended. Wrong calls throw; numerical outcomes are values of this type.</summary>
public enum Status
{
    /// <summary>The result is what was asked for; its certificate says how far to trust it.</summary>
    Success,

    /// <summary>The method asked for needs full rank and the matrix does not have it: ask for a minimum-norm method.</summary>
    RankDeficient,

    /// <summary>A pivot of a Cholesky factorization was not positive: the matrix is not (numerically) positive definite.</summary>
    NotPositiveDefinite,

    /// <summary>An iteration reached its cap; the statistics say how far it came.</summary>
    NotConverged,

    /// <summary>An input holds a NaN or an infinity; the result names the first one.</summary>
    NonFiniteInput,

    /// <summary>The caller cancelled; no result.</summary>
    Cancelled,

    /// <summary>No vector fulfils all constraints; the statistics say by how much they contradict each other.</summary>
    Infeasible,

    /// <summary>The problem has no solution: its infimum is not attained.</summary>
    NoSolution,
}
