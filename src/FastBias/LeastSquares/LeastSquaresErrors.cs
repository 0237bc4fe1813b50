using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Residuals, backward error and forward bound of a solution, in the units of the scaled problem.</summary>
/// <remarks>
/// With ridge K = [A; √λ·I] and d = [b; 0] take the places of A and b: ρ² = ‖b − A·x‖² + λ‖x‖² and Kᵀ(d − K·x) = Aᵀr − λ·x.
/// </remarks>
internal readonly ref struct LeastSquaresErrors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Stewart's bounds are taken as they are up to this many ε: to know them better would tell nothing.</summary>
    private const int RoundingLevel = 4;

    /// <summary>So many right-hand sides get Karlson's and Waldén's estimate, worst first; for the others Stewart's bounds stand.</summary>
    private const int MaxEstimates = 8;

    private readonly SystemFactors<T> _factors;
    private readonly Parallelism _parallelism;
    private readonly int _columns;
    private readonly T _norm;
    private readonly T[] _augmentedNorms;
    private readonly T[]? _leaks;

    /// <summary>Measures X.</summary>
    public LeastSquaresErrors(in LeastSquaresProblem<T> problem, SystemFactors<T> factors, Matrix<T> x)
    {
        _factors = factors;
        _parallelism = problem.Options.Parallelism;
        _columns = x.Rows;
        T rootLambda = factors.OutsideScale;

        // A system with no more equations than unknowns is mostly solved, and then its residual says it all.
        LeastSquaresResiduals<T> residuals = new(problem, x, rootLambda, rootLambda > T.Zero || problem.A.Rows > problem.A.Columns);
        ResidualNorms = residuals.Norms;
        SolutionNorms = Columns.Norms(x);
        _norm = rootLambda == T.Zero ? residuals.MatrixNorm : ElementaryReflector.Hypotenuse(residuals.MatrixNorm, rootLambda * T.Sqrt(T.CreateTruncating(x.Rows)));
        _augmentedNorms = rootLambda == T.Zero ? ResidualNorms : Augmented(rootLambda);
        _leaks = Leaks(x);
        T[] backward = residuals.Gradient is null && TryResiduals() is T[] solved
            ? solved
            : Backward(residuals.Gradient ?? new LeastSquaresResiduals<T>(problem, x, rootLambda, true).Gradient!);
        BackwardError = Worst(backward);
        ForwardErrorBound = Forward(backward, problem.B);
    }

    /// <summary>‖b − A·x‖ for each right-hand side.</summary>
    public T[] ResidualNorms { get; }

    /// <summary>‖x‖ for each right-hand side.</summary>
    public T[] SolutionNorms { get; }

    /// <summary>The largest relative backward error.</summary>
    public T BackwardError { get; }

    /// <summary>The largest bound of a relative forward error.</summary>
    public T ForwardErrorBound { get; }

    /// <summary>ρ for each right-hand side.</summary>
    private T[] Augmented(T rootLambda)
    {
        T[] norms = new T[ResidualNorms.Length];
        for (int j = 0; j < norms.Length; j++)
        {
            norms[j] = ElementaryReflector.Hypotenuse(ResidualNorms[j], rootLambda * SolutionNorms[j]);
        }

        return norms;
    }

    /// <summary>The share of each x that lies outside the row space, for solutions that should have none there; null where nothing can.</summary>
    private T[]? Leaks(Matrix<T> x)
    {
        if (_factors.Rank == x.Rows || _factors.OutsideScale > T.Zero)
        {
            return null;
        }

        T[] leaks = new T[x.Columns], outside = Columns.Norms(_factors.Split(x).Outside);
        for (int j = 0; j < leaks.Length; j++)
        {
            leaks[j] = outside[j] == T.Zero ? T.Zero : outside[j] / SolutionNorms[j];
        }

        return leaks;
    }

    private T Leak(int j) => _leaks is null ? T.Zero : _leaks[j];

    /// <summary>‖r‖/‖x‖ for each right-hand side if all of them are at rounding level, or null.</summary>
    private T[]? TryResiduals()
    {
        T[] errors = new T[ResidualNorms.Length];
        T rounding = RoundingErrors();
        for (int j = 0; j < errors.Length; j++)
        {
            if (!(ResidualNorms[j] <= rounding * SolutionNorms[j]))
            {
                return null;
            }

            errors[j] = SolutionNorms[j] == T.Zero ? T.Zero : ResidualNorms[j] / SolutionNorms[j];
        }

        return errors;
    }

    /// <summary>The backward error up to which a bound is taken as it is.</summary>
    private T RoundingErrors() => T.CreateTruncating(RoundingLevel) * FactorRange<T>.Epsilon * _norm;

    /// <summary>Absolute backward errors: Stewart's bounds for all, and Karlson's and Waldén's estimate where that can change the worst.</summary>
    private T[] Backward(Matrix<T> gradient)
    {
        T[] errors = new T[gradient.Columns], gradientNorms = Columns.Norms(gradient);
        for (int j = 0; j < errors.Length; j++)
        {
            errors[j] = Stewart(_augmentedNorms[j], SolutionNorms[j], gradientNorms[j]);
        }

        RowSpaceSplit<T>? split = null;
        T rounding = RoundingErrors(), settled = T.Zero;
        bool[] done = new bool[errors.Length];
        for (int count = 0; count < Math.Min(MaxEstimates, errors.Length); count++)
        {
            int j = Columns.IndexOfLargest(errors, done);
            if (errors[j] <= T.Max(rounding, settled) || SolutionNorms[j] == T.Zero)
            {
                break;
            }

            split ??= _factors.Split(gradient);
            done[j] = true;
            errors[j] = T.Min(errors[j], KarlsonWalden(split.Value, j));
            settled = T.Max(settled, errors[j]);
        }

        return errors;
    }

    /// <summary>The smaller of ‖r‖/‖x‖ (E = r·xᵀ/‖x‖²) and ‖Aᵀr‖/‖r‖ (E = −r·rᵀA/‖r‖²).</summary>
    private static T Stewart(T residual, T solution, T gradient)
    {
        if (residual == T.Zero)
        {
            return T.Zero;
        }

        T byGradient = gradient / residual;
        return solution > T.Zero ? T.Min(byGradient, residual / solution) : byGradient;
    }

    /// <summary>‖(CᵀC + η²I)^(−1/2)·Z·g‖/‖x‖ with η = ‖r‖/‖x‖, from the R of [C; ηI].</summary>
    private T KarlsonWalden(RowSpaceSplit<T> split, int j)
    {
        T eta = _augmentedNorms[j] / SolutionNorms[j];
        int rank = _factors.Rank;
        T inside = T.Zero, outside = VectorProduct.Norm<T>(split.Outside.Column(j));
        if (rank > 0)
        {
            Matrix<T> stacked = new(2 * rank, rank);
            _factors.Core.CopyTo(stacked.Slice(0, 0, rank, rank));
            for (int i = 0; i < rank; i++)
            {
                stacked[rank + i, i] = eta;
            }

            Qr<T>.FactorInPlace(stacked, new T[rank], new T[Qr<T>.WorkspaceLength(2 * rank, rank)], _parallelism);
            T[] z = split.Inside.Column(j);
            Triangular.Solve(new MatrixSpan<T>(z, rank, 1), stacked.Slice(0, 0, rank, rank).Transposed, Triangle.Lower);
            inside = VectorProduct.Norm<T>(z);
        }

        // η > 0 here: with r = 0 Stewart's bound is zero already.
        T beyond = outside == T.Zero ? T.Zero : outside / ElementaryReflector.Hypotenuse(eta, _factors.OutsideScale);
        return ElementaryReflector.Hypotenuse(inside, beyond) / SolutionNorms[j];
    }

    /// <summary>Wedin's bound for each right-hand side, the largest of them.</summary>
    private T Forward(T[] backward, ReadOnlyMatrixSpan<T> b)
    {
        T inverse = _factors.InverseNorm, root2 = T.Sqrt(T.One + T.One);
        T terms = _factors.Rank < _columns ? T.One + T.One : T.One;
        T worst = T.Zero;
        for (int j = 0; j < backward.Length; j++)
        {
            if (SolutionNorms[j] == T.Zero)
            {
                // x = 0 is exact for b = 0 and A = 0, and has no relative error otherwise.
                bool exact = _norm == T.Zero || ExactScaling.MaxAbs(b.Slice(0, j, b.Rows, 1)) == T.Zero;
                worst = exact ? worst : T.PositiveInfinity;
                continue;
            }

            T e = ((root2 * backward[j]) + (FactorRange<T>.Epsilon * _norm) + _factors.Cut) * inverse;
            T bound = e < T.One ? (e / (T.One - e) * (terms + (_augmentedNorms[j] / SolutionNorms[j] * inverse))) + Leak(j) : T.PositiveInfinity;
            worst = T.Max(worst, bound);
        }

        return worst;
    }

    /// <summary>The largest relative backward error or leak.</summary>
    private T Worst(T[] errors)
    {
        T worst = T.Zero;
        for (int j = 0; j < errors.Length; j++)
        {
            worst = T.Max(worst, T.Max(_norm > T.Zero ? errors[j] / _norm : T.Zero, Leak(j)));
        }

        return worst;
    }
}
