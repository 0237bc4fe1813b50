using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The eigenvectors of a tridiagonal matrix by divide and conquer: products of matrices instead of rotations (Cuppen 1981; LAPACK: dstedc).</summary>
/// <remarks>
/// <code>
///        ┌ T₁   e ┐     ┌ T₁'     ┐                       ┌ Q₁    ┐                        ┌ Q₁    ┐ᵀ
///    T = │        │  =  │         │  +  |e|·u·uᵀ      =   │       │ · (D + ρ·z·zᵀ) ·       │       │
///        └ e   T₂ ┘     └      T₂'┘                       └    Q₂ ┘                        └    Q₂ ┘
/// </code>
/// with u zero but for 1 and the sign of e at the seam, and z the rows of Q₁ and Q₂ there. The inner matrix has the zeros of <see cref="SecularEquation"/> as
/// eigenvalues. Its eigenvectors are taken for the z that has these very zeros (Löwner's formula), which makes them orthogonal to working precision however close
/// they are (Gu and Eisenstat, SIMAX 16, 1995). Where z has a tiny component, or two poles agree after a rotation, a pair is done already and is only copied: with
/// clustered eigenvalues that is most of them.
/// <para>Eigenvectors are rows: those of a block lie in its rows and columns of one matrix.</para>
/// </remarks>
internal ref struct TridiagonalDivide<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Blocks of this size are not divided.</summary>
    private const int Leaf = 32;

    private readonly Span<T> _values;
    private readonly Span<T> _beside;
    private readonly Span<int> _order;
    private readonly MatrixSpan<T> _vectors;
    private readonly Arena _leaf;
    private RankOneChange<T> _change;
    private readonly Parallelism _parallelism;
    private readonly CancellationToken _cancellationToken;
    private int _steps;
    private bool _converged = true;

    private TridiagonalDivide(Span<T> diagonal, Span<T> beside, MatrixSpan<T> vectors, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int n = diagonal.Length;
        _values = diagonal;
        _beside = beside;
        _vectors = vectors;
        _order = memory.Take<int>(n);
        _change = new RankOneChange<T>(LargestMerge(n), ref memory);
        _leaf = memory;
        _parallelism = parallelism;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The eigenvalues and eigenvectors of a tridiagonal matrix.</summary>
    /// <param name="diagonal">n elements; becomes the eigenvalues, in no order.</param>
    /// <param name="beside">n elements, of which the last is not used; overwritten.</param>
    /// <param name="vectors">n x n with contiguous rows; becomes the eigenvectors in rows.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    /// <param name="parallelism">For the products.</param>
    /// <param name="cancellationToken">Looked at in every merge and step.</param>
    public static SpectralProgress Run(
        Span<T> diagonal, Span<T> beside, MatrixSpan<T> vectors, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
    {
        vectors.Fill(T.Zero);
        TridiagonalDivide<T> work = new(diagonal, beside, vectors, memory, parallelism, cancellationToken);
        work.Solve(0, diagonal.Length);
        return new SpectralProgress(work._steps, work._converged);
    }

    /// <summary>The bytes that it works in.</summary>
    public static long Bytes(int size)
    {
        int leaf = Math.Min(size, Leaf);
        return Arena.Bytes<int>(size) + RankOneChange<T>.Bytes(LargestMerge(size)) + Arena.Bytes<T>(leaf * leaf) + RotationBatch<T>.Bytes(leaf);
    }

    private static int LargestMerge(int size) => size > Leaf ? size : 0;

    private void Solve(int first, int end)
    {
        int size = end - first;
        if (size <= Leaf)
        {
            SolveLeaf(first, size);
            return;
        }

        int middle = first + (size / 2);
        T element = _beside[middle - 1], magnitude = T.Abs(element);
        _values[middle - 1] -= magnitude;
        _values[middle] -= magnitude;
        Solve(first, middle);
        Solve(middle, end);
        _cancellationToken.ThrowIfCancellationRequested();
        Seam seam = new(first, middle, end);
        _change.Apply(seam, element, _values, _vectors, _order, _parallelism, _cancellationToken);
    }

    private void SolveLeaf(int first, int size)
    {
        Arena memory = _leaf;
        Span<T> values = _values.Slice(first, size);
        MatrixSpan<T> rows = memory.TakeMatrix<T>(size, size);
        rows.Fill(T.Zero);
        for (int i = 0; i < size; i++)
        {
            rows[i, i] = T.One;
        }

        (int steps, bool converged) = TridiagonalQl.Run(values, _beside.Slice(first, size), rows, memory, _cancellationToken);
        _steps += steps;
        _converged &= converged;
        rows.CopyTo(_vectors.Slice(first, first, size, size));
        Span<int> order = _order.Slice(first, size);
        StableOrder.Ascending(values, order);
        foreach (ref int row in order)
        {
            row += first;
        }
    }
}

/// <summary>Two neighbouring blocks of rows and columns: [First, Middle) and [Middle, End).</summary>
internal readonly record struct Seam(int First, int Middle, int End)
{
    public int Size => End - First;
}
