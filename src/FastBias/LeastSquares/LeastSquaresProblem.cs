using System.Numerics;

namespace FastBias;

/// <summary>A problem that was checked and, where its norms are extreme, scaled by powers of two.</summary>
/// <remarks>
/// Within the window nothing that is computed here (squares of norms, a Gram matrix) leaves the range, and scaling would change no bit; so only what lies
/// outside is copied. X = 2^ExponentX·(solution of this problem), where ExponentX = ExponentB − ExponentA for all but extreme λ.
/// </remarks>
internal readonly ref struct LeastSquaresProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Reads a problem whose elements are finite.</summary>
    /// <param name="a">m x n.</param>
    /// <param name="b">m x p.</param>
    /// <param name="maxA">max |a|.</param>
    /// <param name="maxB">max |b|.</param>
    /// <param name="options">Checked options.</param>
    public LeastSquaresProblem(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, T maxA, T maxB, LeastSquaresOptions<T> options)
    {
        ExponentA = Exponent(maxA);
        ExponentB = Exponent(maxB);
        A = Scaled(a, ExponentA);
        B = Scaled(b, ExponentB);
        Options = options;
        RelativeCutoff = options.RelativeCutoff ?? RankCutoff.Default<T>(a.Rows, a.Columns);
        T lambda = options.Lambda ?? T.Zero;
        int excess = 0;
        if (lambda > T.Zero)
        {
            excess = maxA == T.Zero ? 0 : Penalty.Excess(lambda, T.ILogB(maxA));
            RootLambda = maxA == T.Zero ? T.One : T.ScaleB(T.Sqrt(lambda), -ExponentA - excess);
        }

        ExponentX = ExponentB - ExponentA - (2 * excess);
    }

    /// <summary>2^-ExponentA·A, m x n.</summary>
    public ReadOnlyMatrixSpan<T> A { get; }

    /// <summary>2^-ExponentB·B, m x p.</summary>
    public ReadOnlyMatrixSpan<T> B { get; }

    /// <summary>The power of two that was taken out of A.</summary>
    public int ExponentA { get; }

    /// <summary>The power of two that was taken out of B.</summary>
    public int ExponentB { get; }

    /// <summary>The solution of the given problem is 2^ExponentX times that of this one.</summary>
    public int ExponentX { get; }

    /// <summary>√λ for the scaled A, no further above it than makes a difference (<see cref="Penalty"/>).</summary>
    public T RootLambda { get; }

    /// <summary>The cutoff that holds.</summary>
    public T RelativeCutoff { get; }

    /// <summary>What the caller asked for.</summary>
    public LeastSquaresOptions<T> Options { get; }

    /// <summary>The same for the factorizations, which need not look for NaN again.</summary>
    public FactorOptions FactorOptions => new() { Finite = FinitePolicy.Assume, Parallelism = Options.Parallelism, CancellationToken = Options.CancellationToken };

    /// <summary>m &lt; n.</summary>
    public bool IsWide => A.Rows < A.Columns;

    /// <summary>min(m, n).</summary>
    public int FullRank => Math.Min(A.Rows, A.Columns);

    /// <summary>The numbers are safe while max |a| lies between 2^-Window and 2^Window.</summary>
    private static int Window => typeof(T) == typeof(double) ? 200 : 20;

    /// <summary>Throws what <see cref="LeastSquares"/> turns into <see cref="Status.Cancelled"/>.</summary>
    public void ThrowIfCancelled() => Options.CancellationToken.ThrowIfCancellationRequested();

    private static int Exponent(T max)
    {
        int exponent = max == T.Zero ? 0 : T.ILogB(max);
        return Math.Abs(exponent) <= Window ? 0 : exponent;
    }

    private static ReadOnlyMatrixSpan<T> Scaled(ReadOnlyMatrixSpan<T> a, int exponent)
    {
        if (exponent == 0)
        {
            return a;
        }

        Matrix<T> copy = Matrix<T>.Copy(a);
        ExactScaling.Scale(copy.Data.AsSpan(), -exponent);
        return copy;
    }
}
