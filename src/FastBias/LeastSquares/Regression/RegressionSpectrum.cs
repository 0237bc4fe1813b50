using System.Numerics;

namespace FastBias;

/// <summary>What the triangle R of D = Q·R says about variances, leverages and the null space; the Gram matrix is never formed.</summary>
/// <remarks>
/// With R = U·diag(σ)·Vᵀ and the filter fₖ = σₖ/(σₖ² + λ) for k &lt; rank:
/// <code>
///   (DᵀD)⁺ⱼⱼ           = Σₖ (Vⱼₖ/σₖ)²                variance of a coefficient, λ = 0
///   variance with λ     = Σₖ (Vⱼₖ·fₖ)²
///   leverage of row i   = Σₖ ((Q·U)ᵢₖ)²·σₖ·fₖ         degrees of freedom = Σₖ σₖ·fₖ
///   null space          = columns rank, rank + 1, … of V
/// </code>
/// Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd edition, section 3.4.1.
/// </remarks>
internal sealed class RegressionSpectrum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Svd<T> _triangle;
    private readonly T[] _filter;

    private RegressionSpectrum(Svd<T> triangle, T[] filter, int columns, T lambda, T[] leverages, T freedom)
    {
        _triangle = triangle;
        _filter = filter;
        Columns = columns;
        IsRidge = lambda > T.Zero;
        Leverages = leverages;
        EffectiveDegrees = freedom;
    }

    public int Columns { get; }

    public int Rank => _filter.Length;

    public bool IsRidge { get; }

    /// <summary>Without the share of the intercept.</summary>
    public T[] Leverages { get; }

    public T EffectiveDegrees { get; }

    /// <summary>
    /// Below it, an element of an orthonormal null-space basis cannot be told from zero: the basis itself is only known to
    /// max(m, n)·eps·σ₁/σᵣ, and never better than √eps is claimed.
    /// </summary>
    public T ZeroTolerance
    {
        get
        {
            T epsilon = T.BitIncrement(T.One) - T.One;
            T spread = Rank == 0 ? T.One : _triangle.S[0] / _triangle.S[Rank - 1];
            T known = T.CreateTruncating(Math.Max(Leverages.Length, Columns)) * epsilon * spread;
            return T.Min(T.Max(T.Sqrt(epsilon), known), T.ScaleB(T.One, -4));
        }
    }

    /// <param name="d">The design, m x n, finite.</param>
    /// <param name="rank">The rank if it is decided; the cutoff decides otherwise.</param>
    /// <param name="cutoff">As in <see cref="Svd{T}.Rank"/>.</param>
    /// <param name="lambda">The ridge, in units of D.</param>
    /// <param name="options">Threads and cancellation.</param>
    public static (RegressionSpectrum<T> Spectrum, Status Status) Create(Matrix<T> d, int? rank, T? cutoff, T lambda, RegressionOptions<T> options)
    {
        Qr<T> qr = Qr<T>.Factor(d, options.Parallelism, options.CancellationToken);
        if (qr.Status != Status.Success)
        {
            return (Empty(d), qr.Status);
        }

        Svd<T> triangle = Svd<T>.Factor(qr.R, new SvdOptions { Vectors = SvdVectors.Full }, options.Parallelism, options.CancellationToken);
        if (triangle.Status != Status.Success)
        {
            return (Empty(d), triangle.Status);
        }

        int decided = rank ?? triangle.Rank(cutoff ?? RankCutoff.Default<T>(d.Rows, d.Columns));
        T[] filter = new T[Math.Min(decided, triangle.S.Length)];
        T freedom = T.Zero;
        for (int k = 0; k < filter.Length; k++)
        {
            // Divided twice: σ² of a small σ would underflow.
            T sigma = triangle.S[k];
            filter[k] = T.One / (sigma + (lambda / sigma));
            freedom += sigma * filter[k];
        }

        T[] leverages = FindLeverages(qr, triangle, filter, options.Parallelism);
        return (new(triangle, filter, d.Columns, lambda, leverages, freedom), Status.Success);
    }

    /// <summary>√ of the variance of γⱼ for noise of variance one.</summary>
    public T Deviation(int j) => RowNorm(j, ridge: true);

    /// <summary>The same without a ridge: √(DᵀD)⁺ⱼⱼ.</summary>
    public T LeastSquaresDeviation(int j) => RowNorm(j, ridge: false);

    /// <summary>√ of the variance of Σⱼ wⱼ·γⱼ for noise of variance one.</summary>
    public T Deviation(ReadOnlySpan<T> w)
    {
        T[] parts = new T[Rank];
        for (int k = 0; k < parts.Length; k++)
        {
            CompensatedSum<T> sum = default;
            for (int j = 0; j < Columns; j++)
            {
                sum.AddProduct(w[j], _triangle.Vt[k, j]);
            }

            parts[k] = sum.Value * _filter[k];
        }

        return VectorProduct.Norm<T>(parts);
    }

    /// <summary>The correlation of two coefficients' errors, without a ridge.</summary>
    public T ErrorCorrelation(int i, int j)
    {
        T sum = T.Zero;
        for (int k = 0; k < Rank; k++)
        {
            sum += _triangle.Vt[k, i] / _triangle.S[k] * (_triangle.Vt[k, j] / _triangle.S[k]);
        }

        return sum / (LeastSquaresDeviation(i) * LeastSquaresDeviation(j));
    }

    /// <summary>An orthonormal basis of the null space of D, one vector per row.</summary>
    public Matrix<T> NullRows() => Rank == Columns
        ? new Matrix<T>(0, Columns)
        : Matrix<T>.Copy(_triangle.Vt.Slice(Rank, 0, Columns - Rank, Columns));

    /// <summary>An orthonormal basis of the row space of D, one vector per row.</summary>
    public Matrix<T> RowSpaceRows() => Matrix<T>.Copy(_triangle.Vt.Slice(0, 0, Rank, Columns));

    private static RegressionSpectrum<T> Empty(Matrix<T> d) =>
        new(Svd<T>.Factor(new Matrix<T>(0, d.Columns), new SvdOptions { Vectors = SvdVectors.Full }), [], d.Columns, T.Zero, new T[d.Rows], T.Zero);

    private static T[] FindLeverages(Qr<T> qr, Svd<T> triangle, T[] filter, Parallelism parallelism)
    {
        T[] leverages = new T[qr.Rows];
        if (filter.Length == 0)
        {
            return leverages;
        }

        Matrix<T> left = new(qr.Rows, filter.Length);
        Product.Multiply(left.AsSpan(), qr.Q, triangle.U.Slice(0, 0, triangle.U.Rows, filter.Length), parallelism);
        for (int i = 0; i < leverages.Length; i++)
        {
            ReadOnlySpan<T> row = left.Row(i);
            for (int k = 0; k < row.Length; k++)
            {
                leverages[i] += row[k] * row[k] * (triangle.S[k] * filter[k]);
            }
        }

        return leverages;
    }

    private T RowNorm(int j, bool ridge)
    {
        T[] parts = new T[Rank];
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k] = ridge ? _triangle.Vt[k, j] * _filter[k] : _triangle.Vt[k, j] / _triangle.S[k];
        }

        return VectorProduct.Norm<T>(parts);
    }
}
