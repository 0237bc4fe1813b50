using System.Numerics;

namespace FastBias;

/// <summary>What there is to know about a design (and a target) before its coefficients are believed.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record DesignDiagnosis<T> : SolverSolution
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether a y was given: without one everything that needs it is NaN or empty.</summary>
    public bool HasTarget { get; internal init; }

    /// <summary>Whether the model has a constant term.</summary>
    public bool HasIntercept { get; internal init; }

    /// <summary>The rank and how it was decided; null where nothing was computed, as all that follows.</summary>
    public RankDiagnosis<T>? Rank { get; internal init; }

    /// <summary>The spectrum of X, centred with an intercept.</summary>
    public SpectrumDiagnosis<T>? Spectrum { get; internal init; }

    /// <summary>The spectrum of the same with columns of length one, which no unit of measurement changes.</summary>
    public SpectrumDiagnosis<T>? ScaledSpectrum { get; internal init; }

    /// <summary>Condition numbers and digits.</summary>
    public ConditionDiagnosis<T>? Condition { get; internal init; }

    /// <summary>An orthonormal basis of the directions of the coefficients that change no fitted value, n x (n − rank).</summary>
    public Matrix<T> NullSpace { get; internal init; } = new(0, 0);

    /// <summary>An orthonormal basis of the fitted values that the columns can make (less their mean, with an intercept), m x rank.</summary>
    public Matrix<T> Range { get; internal init; } = new(0, 0);

    /// <summary>Sums of columns that are zero, the sparsest that were found: which columns repeat each other, the intercept included.</summary>
    public IReadOnlyList<LinearCombination<T>> Dependencies { get; internal init; } = [];

    /// <summary>One entry for each column.</summary>
    public IReadOnlyList<CoefficientDiagnosis<T>> Coefficients { get; internal init; } = [];

    /// <summary>One entry for each row.</summary>
    public IReadOnlyList<ObservationDiagnosis<T>> Observations { get; internal init; } = [];

    /// <summary>√ of the mean squared leave-one-out residual; NaN without y.</summary>
    public T LeaveOneOutError { get; internal init; } = T.NaN;

    /// <summary>The sensitivity of the whole solution; null without y.</summary>
    public SensitivityDiagnosis<T>? Sensitivity { get; internal init; }

    /// <summary>The distance from the interpolation threshold.</summary>
    public ThresholdDiagnosis<T>? Threshold { get; internal init; }

    /// <summary>The fit on which all of this rests; null without y.</summary>
    public RegressionSolution<T>? Fit { get; internal init; }

    /// <summary>What a statistician would be told, in sentences, the most important first.</summary>
    public IReadOnlyList<string> Findings { get; internal init; } = [];

    /// <summary>The centred design, for comparisons.</summary>
    internal (Matrix<T> Centred, T[] Target)? Data { get; init; }

    /// <summary>Compares coefficients from anywhere with the solution of minimum norm.</summary>
    /// <remarks>Cost: 2mn + 4n·(n − rank) operations.</remarks>
    /// <param name="coefficients">w, n elements, without the constant.</param>
    /// <exception cref="ArgumentException">There are not n coefficients.</exception>
    /// <exception cref="InvalidOperationException">Nothing was computed, or there was no y.</exception>
    public CoefficientComparison<T> Compare(ReadOnlySpan<T> coefficients)
    {
        if (Data is not ({ } centred, { } target) || Fit is not { } fit)
        {
            throw new InvalidOperationException($"There is nothing to compare with: {(HasTarget ? Status.ToString() : "no y was given")}.");
        }

        if (coefficients.Length != Columns)
        {
            throw new ArgumentException($"There are {coefficients.Length} coefficients, X has {Columns} columns.", nameof(coefficients));
        }

        T[] shortest = [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)], difference = coefficients.ToArray(), inside = new T[NullSpace.Columns], residual = [.. target];
        VectorProduct.AddScaled<T>(difference, -T.One, shortest);
        T distance = VectorProduct.Norm<T>(difference);

        // Of w itself, not of the difference: the shortest solution has no such part.
        Product.Multiply<T>(inside, NullSpace.Transposed, coefficients);
        Product.Multiply<T>(difference, NullSpace, inside, -T.One, T.One);
        Product.Multiply<T>(residual, centred, coefficients, -T.One, T.One);
        return new(
            distance,
            VectorProduct.Norm<T>(inside),
            VectorProduct.Norm<T>(difference),
            VectorProduct.Norm(coefficients),
            VectorProduct.Norm<T>(shortest),
            VectorProduct.Norm<T>(residual),
            fit.ResidualNorm);
    }

    /// <inheritdoc/>
    internal override bool IsInRange => true;
}
