using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A solver's own copy of an operand, divided by a power of two so that its largest element lies in [1, 2).</summary>
/// <param name="Matrix">2^-Exponent times what was given.</param>
/// <param name="Exponent">The power of two; 0 for a zero matrix.</param>
internal readonly record struct ScaledMatrix<T>(Matrix<T> Matrix, int Exponent)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Reads the operands of a direct solver and runs it: the policy on NaN, scale and cancellation in one place.</summary>
/// <remarks>
/// All arithmetic is done on operands of size one, so that no square leaves the range and powers of two in the input move the
/// results exactly.
/// </remarks>
internal sealed class SolverInput<T>(SolverOptions options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private NonFinitePlace? _nonFinite;

    public Parallelism Parallelism => options.Parallelism;

    public FactorOptions Factor { get; } = new()
    {
        Finite = FinitePolicy.Assume,
        Parallelism = options.Parallelism,
        CancellationToken = options.CancellationToken,
    };

    /// <summary><see cref="RankCutoff"/>, unless a cutoff was given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1).</exception>
    public static T Cutoff(T? relativeCutoff, int rows, int columns)
    {
        if (relativeCutoff is T cutoff && !(cutoff >= T.Zero && cutoff < T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(relativeCutoff), cutoff, "A relative cutoff is at least 0 and less than 1.");
        }

        return relativeCutoff ?? RankCutoff.Default<T>(rows, columns);
    }

    public ScaledMatrix<T> Read(string name, ReadOnlyMatrixSpan<T> a)
    {
        Matrix<T> copy = Matrix<T>.Copy(a);
        T max = VectorKernels.MaxAbs<T>(copy.Data);
        if (!T.IsFinite(max))
        {
            _nonFinite ??= FiniteScan.First(a) is (int row, int column) ? new(name, row, column) : null;
            return new(copy, 0);
        }

        int exponent = max == T.Zero ? 0 : T.ILogB(max);
        ExactScaling.Scale(copy.Data.AsSpan(), -exponent);
        return new(copy, exponent);
    }

    public ScaledMatrix<T> Read(string name, ReadOnlySpan<T> x) => Read(name, new ReadOnlyMatrixSpan<T>(x, x.Length, 1));

    public TSolution Run<TSolution>(int rows, int columns, Func<TSolution> solve)
        where TSolution : SolverSolution, new()
    {
        TSolution solution = Outcome(solve);
        if (!solution.IsInRange)
        {
            solution = new() { Status = Status.RankDeficient, Reason = $"the solution leaves the range of {typeof(T).Name} numbers; {solution.Reason}" };
        }

        (solution.Rows, solution.Columns) = (rows, columns);
        return solution;
    }

    public void ThrowIfCancelled() => options.CancellationToken.ThrowIfCancellationRequested();

    /// <summary>A singular value decomposition, which the cancellation ends by its exception.</summary>
    public Svd<T> Svd(ReadOnlyMatrixSpan<T> a, SvdVectors vectors = SvdVectors.Thin)
    {
        Svd<T> svd = Svd<T>.Factor(a, new SvdOptions { Vectors = vectors, Finite = FinitePolicy.Assume }, options.Parallelism, options.CancellationToken);
        ThrowIfCancelled();
        return svd;
    }

    private TSolution Outcome<TSolution>(Func<TSolution> solve)
        where TSolution : SolverSolution, new()
    {
        if (_nonFinite is { } place)
        {
            return new() { Status = Status.NonFiniteInput, Reason = $"{place.Operand}[{place.Row}, {place.Column}] is not finite.", FirstNonFinite = place };
        }

        try
        {
            ThrowIfCancelled();
            return solve();
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            return new() { Status = Status.Cancelled, Reason = "the caller cancelled." };
        }
    }
}
