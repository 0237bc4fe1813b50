using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The data, their spectrum, and the points that everything is compared with.</summary>
internal sealed class FirstOrderProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public FirstOrderProblem(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, FirstOrderOptions<T> options)
    {
        X = Matrix<T>.Copy(x);
        Y = y.ToArray();
        Options = options;
        Start = options.Start is { } given ? (T[])given.Clone() : new T[x.Columns];
        if (options.Start is null && options.Method == FirstOrderMethod.ExponentiatedGradient)
        {
            Array.Fill(Start, T.One);
        }

        Svd<T> svd = Svd<T>.Factor(x, new SvdOptions { Finite = FinitePolicy.Assume }, options.Parallelism);
        Rank = svd.Rank(options.RelativeCutoff);
        Sigma = svd.S[..Rank];
        Basis = Matrix<T>.Copy(svd.Vt.Slice(0, 0, Rank, x.Columns));
        MinimumNorm = new T[x.Columns];
        Matrix<T> right = new(Y, Y.Length, 1);
        svd.Solve(new MatrixSpan<T>(MinimumNorm, MinimumNorm.Length, 1), right, options.RelativeCutoff);
        T[] residual = Residual(MinimumNorm);
        Interpolates = VectorKernels.Norm<T>(residual) <= T.CreateTruncating(Math.Max(x.Rows, x.Columns) * 16) * WorkingRange<T>.Epsilon
            * T.FusedMultiplyAdd(Rank > 0 ? Sigma[0] : T.Zero, VectorKernels.Norm<T>(MinimumNorm), VectorKernels.Norm<T>(Y));
        RowSpaceLimit = NullPart(Start);
        VectorKernels.Axpy<T>(RowSpaceLimit, T.One, MinimumNorm);
    }

    public Matrix<T> X { get; }

    public T[] Y { get; }

    public FirstOrderOptions<T> Options { get; }

    public T[] Start { get; }

    public int Rank { get; }

    /// <summary>The nonzero singular values.</summary>
    public T[] Sigma { get; }

    /// <summary>The right singular vectors in rows, rank x n.</summary>
    public Matrix<T> Basis { get; }

    public T[] MinimumNorm { get; }

    /// <summary>Whether the residual of X⁺y is rounding.</summary>
    public bool Interpolates { get; }

    /// <summary>X⁺y + P_null·w₀.</summary>
    public T[] RowSpaceLimit { get; }

    /// <summary>λ = c·σ².</summary>
    public T Curvature(int index) => Options.LossFactor * Sigma[index] * Sigma[index];

    /// <summary>λ₁, λ_r.</summary>
    public (T Largest, T Smallest) Curvatures => Rank == 0 ? (T.Zero, T.Zero) : (Curvature(0), Curvature(Rank - 1));

    /// <summary>X·w − y.</summary>
    public T[] Residual(ReadOnlySpan<T> w)
    {
        T[] residual = (T[])Y.Clone();
        Product.Multiply(residual, X, w, T.One, -T.One, Options.Parallelism);
        return residual;
    }

    /// <summary>g = c·Xᵀ·(X·w − y), with the residual as the result: one pass over X.</summary>
    public T[] Gradient(Span<T> g, ReadOnlySpan<T> w)
    {
        T[] residual = (T[])Y.Clone();
        Product.MultiplyGram(g, residual, X, w, Options.LossFactor, -T.One, Options.Parallelism);
        return residual;
    }

    /// <summary>P_null·w = w − V·Vᵀ·w.</summary>
    public T[] NullPart(ReadOnlySpan<T> w)
    {
        T[] part = w.ToArray(), coordinates = new T[Rank];
        Product.Multiply<T>(coordinates, Basis, part);
        Product.Multiply<T>(part, ((ReadOnlyMatrixSpan<T>)Basis).Transposed, coordinates, -T.One, T.One);
        return part;
    }

    /// <summary>Loss, gradient norm and distances of a point; the gradient is left behind.</summary>
    public FirstOrderRecord<T> Measure(int iteration, T[] w, T[]? limit, T[] gradient)
    {
        T c = Options.LossFactor, norm = VectorKernels.Norm<T>(Gradient(gradient, w));
        return new(
            iteration,
            T.ScaleB(c * norm * norm, -1),
            VectorKernels.Norm<T>(gradient),
            VectorKernels.Norm<T>(w),
            limit is null ? T.NaN : Distance(w, limit),
            Distance(w, MinimumNorm));
    }

    /// <summary>What ‖g‖ is compared with: c·‖X‖·(‖X‖·‖w‖ + ‖y‖).</summary>
    public T GradientScale(T solutionNorm) =>
        Rank == 0 ? T.Zero : Options.LossFactor * Sigma[0] * T.FusedMultiplyAdd(Sigma[0], solutionNorm, VectorKernels.Norm<T>(Y));

    private static T Distance(T[] x, T[] y)
    {
        T[] difference = (T[])x.Clone();
        VectorKernels.Axpy<T>(difference, -T.One, y);
        return VectorKernels.Norm<T>(difference);
    }
}
