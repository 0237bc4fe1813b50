using System.Numerics;

namespace FastBias;

/// <summary>A fitted linear model: coefficients, what the data say about each, and the certificate of the solution.</summary>
/// <remarks>
/// Where the <see cref="Status"/> is not a success there are no coefficients and every number is NaN. The certificate is that
/// of the system that was solved: the design centred (with an intercept) and its columns scaled by powers of two.
/// </remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record RegressionSolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How it ended: success, non-finite input (see <see cref="FirstNonFinite"/>), rank deficient (see <see cref="Reason"/>), not converged or cancelled.</summary>
    public required Status Status { get; init; }

    /// <summary>The method that solved it.</summary>
    public LeastSquaresMethod Method { get; init; }

    /// <summary>Why that method.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>The number of rows m.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of columns n, without the intercept.</summary>
    public required int Columns { get; init; }

    /// <summary>The rank of the design, without the intercept.</summary>
    public int Rank { get; init; }

    /// <summary>The cutoff that decided the rank.</summary>
    public T RelativeCutoff { get; init; } = T.NaN;

    /// <summary>σᵣ/σᵣ₊₁: how clear the rank is.</summary>
    public T RankGap { get; init; } = T.NaN;

    /// <summary>n − rank.</summary>
    public int NullSpaceDimension { get; init; }

    /// <summary>‖X·β + intercept − y‖₂.</summary>
    public T ResidualNorm { get; init; } = T.NaN;

    /// <summary>‖β‖₂, without the intercept.</summary>
    public T SolutionNorm { get; init; } = T.NaN;

    /// <summary>The condition of the system that was solved.</summary>
    public T ConditionEstimate { get; init; } = T.NaN;

    /// <summary>The backward error of the system that was solved.</summary>
    public T BackwardError { get; init; } = T.NaN;

    /// <summary>A bound of the relative forward error of the system that was solved.</summary>
    public T ForwardErrorBound { get; init; } = T.NaN;

    /// <summary>Whether, of all β that fit equally well, this is the one with the smallest ‖β‖₂.</summary>
    public bool IsMinimumNorm { get; init; }

    /// <summary>The first NaN or infinity, row by row; column n stands for y.</summary>
    public (int Row, int Column)? FirstNonFinite { get; init; }

    /// <summary>The coefficients in the order of the columns.</summary>
    public IReadOnlyList<RegressionCoefficient<T>> Coefficients { get; init; } = [];

    /// <summary>The constant term; null without an intercept.</summary>
    public RegressionCoefficient<T>? Intercept { get; init; }

    /// <summary>R² = 1 − ‖residual‖²/‖y − mean(y)‖², with or without an intercept, as in scikit-learn; NaN for a constant y.</summary>
    public T RSquared { get; init; } = T.NaN;

    /// <summary>m − (effective) parameters: what is left to estimate the noise from.</summary>
    public T DegreesOfFreedom { get; init; } = T.NaN;

    /// <summary>s = ‖residual‖/√(degrees of freedom); NaN where none is left.</summary>
    public T ResidualStandardError { get; init; } = T.NaN;

    /// <summary>The diagonal of the hat matrix: how much each row's y moves its own prediction; between 0 and 1.</summary>
    public IReadOnlyList<T> Leverages { get; init; } = [];

    /// <summary>Sums of columns that are zero: which columns repeat each other, the intercept included. Values: the sum of the estimates, which means nothing.</summary>
    public IReadOnlyList<LinearCombination<T>> Dependencies { get; init; } = [];

    /// <summary>The combinations of undetermined coefficients that the data do determine, with their estimates.</summary>
    public IReadOnlyList<LinearCombination<T>> DeterminedCombinations { get; init; } = [];

    /// <summary>What the user should know: dependencies, collinearity by name, no degree of freedom.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
