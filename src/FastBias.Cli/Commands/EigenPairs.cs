using System.Numerics;

namespace FastBias.Cli.Commands;

/// <summary>The k eigenpairs of largest magnitude, by the method that suits n and k.</summary>
internal sealed record EigenPairs<T>(Status Status, string Method, T[] Values, Matrix<T> Vectors, T[] Residuals, (int Row, int Column)? FirstNonFinite)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From here on a few eigenpairs are worth an iteration of their own.</summary>
    private const int Large = 256;

    public static EigenPairs<T> Find(Matrix<T> a, int count, Parallelism parallelism, CancellationToken cancellation)
    {
        if (a.Rows >= Large && count <= a.Rows / 16)
        {
            DominantEigenpairs<T> dominant = PowerIteration.DominantEigenpairs<T>(a, count, null, parallelism, cancellation);

            // A spectrum without a gap behind the block is slow for an iteration and no trouble for the full decomposition.
            if (dominant.Status != Status.NotConverged)
            {
                return new(dominant.Status, "block power iteration", dominant.Values, dominant.Vectors, dominant.Residuals, dominant.FirstNonFinite);
            }
        }

        SymmetricEigen<T> full = SymmetricEigen<T>.Factor(a, Triangle.Lower, parallelism, cancellation);
        return full.Status == Status.Success
            ? Select(a, full, count, parallelism)
            : new(full.Status, "full decomposition", [], new Matrix<T>(a.Rows, 0), [], full.FirstNonFinite);
    }

    private static EigenPairs<T> Select(Matrix<T> a, SymmetricEigen<T> full, int count, Parallelism parallelism)
    {
        int[] order = [.. Enumerable.Range(0, full.Size).OrderByDescending(k => T.Abs(full.Values[k])).Take(count)];
        Matrix<T> vectors = new(a.Rows, count);
        for (int k = 0; k < count; k++)
        {
            full.Vectors.Slice(0, order[k], a.Rows, 1).CopyTo(vectors.Slice(0, k, a.Rows, 1));
        }

        T[] values = [.. order.Select(k => full.Values[k])];
        return new(Status.Success, "full decomposition", values, vectors, FindResiduals(a, values, vectors, parallelism), null);
    }

    private static T[] FindResiduals(Matrix<T> a, T[] values, Matrix<T> vectors, Parallelism parallelism)
    {
        Matrix<T> images = Product.Multiply(a, vectors, parallelism);
        for (int i = 0; i < images.Rows; i++)
        {
            for (int k = 0; k < values.Length; k++)
            {
                images[i, k] -= values[k] * vectors[i, k];
            }
        }

        return [.. Enumerable.Range(0, values.Length).Select(k => VectorProduct.Norm<T>(images.Column(k)))];
    }
}
