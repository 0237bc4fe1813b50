using System.Numerics;

namespace FastBias;

/// <summary>A least-squares problem in the coordinates of A = U·Σ·Vᵀ: x = V·(filter(σ)·c) with c = Uᵀ·b.</summary>
internal sealed class SpectralForm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parallelism _parallelism;

    /// <summary>Decomposes A, m x n; B is m x p.</summary>
    public SpectralForm(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T cutoff)
    {
        _parallelism = input.Parallelism;
        Svd = input.Svd(a);
        RelativeCutoff = cutoff;
        Rank = Svd.Rank(cutoff);
        C = SolverMath.Times<T>(Svd.U.Transposed, b, _parallelism);
    }

    public Svd<T> Svd { get; }

    public T[] S => Svd.S;

    public T RelativeCutoff { get; }

    public int Rank { get; }

    public T RankGap => Svd.RankGap(RelativeCutoff);

    /// <summary>Uᵀ·B, min(m, n) x p.</summary>
    public Matrix<T> C { get; }

    /// <summary>The first rows of Vᵀ.</summary>
    public ReadOnlyMatrixSpan<T> RowSpace(int count) => Svd.Vt.Slice(0, 0, count, Svd.Columns);

    /// <summary>The first columns of U.</summary>
    public ReadOnlyMatrixSpan<T> Range(int count) => Svd.U.Slice(0, 0, Svd.Rows, count);

    /// <summary>V·(filter(k, c)) over the first <paramref name="count"/> singular directions, n x p.</summary>
    public Matrix<T> Solve(int count, Func<int, T, T> filter) => SolverMath.Times<T>(RowSpace(count).Transposed, Filter(count, filter), _parallelism);

    /// <summary>The filtered coordinates, count x p.</summary>
    public Matrix<T> Filter(int count, Func<int, T, T> filter)
    {
        Matrix<T> filtered = new(count, C.Columns);
        for (int k = 0; k < count; k++)
        {
            for (int j = 0; j < C.Columns; j++)
            {
                filtered[k, j] = filter(k, C[k, j]);
            }
        }

        return filtered;
    }

    /// <summary>What is left of the equations in the kept part of the range, relative: zero but for rounding.</summary>
    public T KeptResidual(Matrix<T> residual, Matrix<T> x, Matrix<T> b, int count)
    {
        T scale = ((S.Length == 0 ? T.Zero : S[0]) * Columns.Frobenius<T>(x)) + Columns.Frobenius<T>(b);
        T left = Columns.Frobenius<T>(SolverMath.Times<T>(Range(count).Transposed, residual, _parallelism));
        return left == T.Zero ? T.Zero : left / scale;
    }

    /// <summary>‖x − V·Vᵀ·x‖/‖x‖ for the kept directions: zero but for rounding where x has minimum norm.</summary>
    public T RowSpaceLeak(Matrix<T> x, int count)
    {
        ReadOnlyMatrixSpan<T> basis = RowSpace(count);
        Matrix<T> outside = SolverMath.Residual<T>(basis.Transposed, SolverMath.Times<T>(basis, x, _parallelism), x, _parallelism);
        T left = Columns.Frobenius<T>(outside);
        return left == T.Zero ? T.Zero : left / Columns.Frobenius<T>(x);
    }
}
