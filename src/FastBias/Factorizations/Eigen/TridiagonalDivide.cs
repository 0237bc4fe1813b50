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
internal sealed class TridiagonalDivide<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Blocks of this size are not divided.</summary>
    private const int Leaf = 32;

    private readonly T[] _values;
    private readonly T[] _beside;
    private readonly int[] _order;
    private readonly Matrix<T> _vectors;
    private readonly RankOneChange<T> _change;
    private readonly Parallelism _parallelism;
    private readonly CancellationToken _cancellationToken;
    private int _steps;
    private bool _converged = true;

    private TridiagonalDivide(T[] diagonal, T[] beside, Parallelism parallelism, CancellationToken cancellationToken)
    {
        int n = diagonal.Length;
        _values = diagonal;
        _beside = beside;
        _order = new int[n];
        _vectors = new Matrix<T>(n, n);
        _change = new RankOneChange<T>(n > Leaf ? n : 0);
        _parallelism = parallelism;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Eigenvalues in no order and eigenvectors in rows; the arrays are overwritten.</summary>
    public static SpectralParts<T> Run(T[] diagonal, T[] beside, Parallelism parallelism, CancellationToken cancellationToken)
    {
        TridiagonalDivide<T> work = new(diagonal, beside, parallelism, cancellationToken);
        work.Solve(0, diagonal.Length);
        return new SpectralParts<T>(work._values, work._vectors, work._steps, work._converged);
    }

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
        Span<T> values = _values.AsSpan(first, size);
        Matrix<T> rows = Matrix<T>.Identity(size);
        (int steps, bool converged) = TridiagonalQl.Run(values, _beside.AsSpan(first, size), rows, _cancellationToken);
        _steps += steps;
        _converged &= converged;
        rows.AsSpan().CopyTo(_vectors.Slice(first, first, size, size));
        int[] order = [.. Enumerable.Range(first, size).OrderBy(i => _values[i])];
        order.CopyTo(_order, first);
    }
}

/// <summary>Two neighbouring blocks of rows and columns: [First, Middle) and [Middle, End).</summary>
internal readonly record struct Seam(int First, int Middle, int End)
{
    public int Size => End - First;
}
