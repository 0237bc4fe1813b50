using System.Numerics;

namespace FastBias;

/// <summary>N of a sketched matrix.</summary>
internal sealed class SketchPreconditioner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>R decides alone while its condition estimate is so far from 1/cutoff.</summary>
    private const int Margin = 1000;

    private SketchPreconditioner(ILinearOperator<T> inverse, bool isLeft, int rank, T condition, int sketchRows)
    {
        Inverse = inverse;
        IsLeft = isLeft;
        Rank = rank;
        Condition = condition;
        SketchRows = sketchRows;
    }

    /// <summary>N: V·Σ⁻¹ or R⁻¹, min(m, n) x rank.</summary>
    public ILinearOperator<T> Inverse { get; }

    /// <summary>Whether Nᵀ multiplies A from the left: m &lt; n.</summary>
    public bool IsLeft { get; }

    public int Rank { get; }

    public T Condition { get; }

    public int SketchRows { get; }

    /// <summary>Sketches the longer dimension away and factors what is left.</summary>
    public static SketchPreconditioner<T> Create(Matrix<T> a, SketchedOptions<T> options)
    {
        bool isLeft = a.Rows < a.Columns;
        ReadOnlyMatrixSpan<T> tall = isLeft ? a.Transposed : a.AsSpan();
        int rows = (int)Math.Min(tall.Rows, Math.Ceiling((tall.Columns * options.Oversampling) + 8));
        Matrix<T> sketch = rows == tall.Rows ? Matrix<T>.Copy(tall) : SparseSketch.Apply(tall, rows, new RandomSource(options.Seed), options.CancellationToken);
        T cutoff = options.RelativeCutoff ?? RankCutoff.Default<T>(a.Rows, a.Columns);
        Qr<T> qr = Qr<T>.Factor(sketch, options.Parallelism, options.CancellationToken);
        if (qr.Status == Status.Cancelled)
        {
            throw new OperationCanceledException(options.CancellationToken);
        }

        int sketched = rows == tall.Rows ? 0 : rows;
        T condition = rows < tall.Columns ? T.PositiveInfinity : qr.ConditionEstimate;
        return condition * T.CreateTruncating(Margin) * cutoff < T.One
            ? new(new TriangularInverseOperator<T>(qr.R, Triangle.Upper), isLeft, tall.Columns, condition, sketched)
            : FromSingularValues(qr.R, isLeft, cutoff, sketched, options);
    }

    private static SketchPreconditioner<T> FromSingularValues(Matrix<T> r, bool isLeft, T cutoff, int sketchRows, SketchedOptions<T> options)
    {
        Svd<T> svd = Svd<T>.Factor(r, parallelism: options.Parallelism, cancellationToken: options.CancellationToken);
        if (svd.Status == Status.Cancelled)
        {
            throw new OperationCanceledException(options.CancellationToken);
        }

        int rank = svd.Rank(cutoff);
        Matrix<T> inverse = new(r.Columns, rank);
        for (int k = 0; k < rank; k++)
        {
            for (int j = 0; j < r.Columns; j++)
            {
                inverse[j, k] = svd.Vt[k, j] / svd.S[k];
            }
        }

        return new(new DenseOperator<T>(inverse, options.Parallelism), isLeft, rank, rank == 0 ? T.Zero : svd.S[0] / svd.S[rank - 1], sketchRows);
    }
}
