using FastBias.Kernels;

namespace FastBias;

/// <content>Bases of the four subspaces' two that a solver needs.</content>
public sealed partial class Svd<T>
{
    /// <summary>An orthonormal basis of {x : A·x = 0}, n x (n − rank) (SciPy: linalg.null_space).</summary>
    /// <remarks>
    /// From the full V: with m &lt; n the thin Vt has only m rows, and the n − m directions that A does not even see are missing from it.
    /// They are completed here, so that a thin decomposition gives the whole null space too.
    /// </remarks>
    /// <param name="relativeCutoff">As in <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">There are no singular vectors: they were not asked for, or <see cref="Status"/> says that there is no result.</exception>
    public Matrix<T> NullSpace(T? relativeCutoff = null)
    {
        RequireVectors();
        int rank = Rank(relativeCutoff);
        Matrix<T> all = new(Columns, Columns);
        Vt.AsSpan().CopyTo(all.Slice(0, 0, Vt.Rows, Columns));
        using ArenaLease work = new(OrthonormalRows.Bytes<T>(Vt.Rows, Columns));
        OrthonormalRows.Complete(all.AsSpan(), Vt.Rows, work.Memory);
        return Matrix<T>.Copy(all.Slice(rank, 0, Columns - rank, Columns).Transposed);
    }

    /// <summary>An orthonormal basis of {A·x}, m x rank (SciPy: linalg.orth).</summary>
    /// <param name="relativeCutoff">As in <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">There are no singular vectors: they were not asked for, or <see cref="Status"/> says that there is no result.</exception>
    public Matrix<T> Range(T? relativeCutoff = null)
    {
        RequireVectors();
        return Matrix<T>.Copy(U.Slice(0, 0, Rows, Rank(relativeCutoff)));
    }
}
