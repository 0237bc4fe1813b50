using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

// Products with AᵀA: the matrix itself, and what it makes of a vector without being formed.
public static partial class Product
{
    /// <summary>The Gram matrix C = AᵀA, both triangles (BLAS: dsyrk); pass <c>a.Transposed</c> for A·Aᵀ.</summary>
    /// <remarks>Its elements are those of <c>Multiply(c, a.Transposed, a)</c>, at half the cost: mn² operations. C is exactly symmetric.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="c">n x n, overwritten; does not overlap A.</param>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Observed between blocks.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; C is partly written.</exception>
    public static void Gram<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Gram(c, a, T.One, T.Zero, parallelism, cancellationToken);

    /// <summary>C = alpha·AᵀA + beta·C for a symmetric C, both triangles (BLAS: dsyrk).</summary>
    /// <remarks>Where beta is not zero, the lower triangle of C is read and the upper one overwritten with its mirror image.</remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="c">n x n; does not overlap A.</param>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="alpha">The factor of the product; zero: A is not read.</param>
    /// <param name="beta">The factor of C; zero: C is not read.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <param name="cancellationToken">Observed between blocks.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or C overlaps A; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; C is partly written.</exception>
    public static void Gram<T>(MatrixSpan<T> c, ReadOnlyMatrixSpan<T> a, T alpha, T beta, Parallelism parallelism = default, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.Rows != a.Columns || c.Columns != a.Columns)
        {
            Throw.Shape(nameof(c), $"C is {c.Rows}x{c.Columns}, A is {a.Rows}x{a.Columns}; C = AᵀA needs n x n, m x n.");
        }

        RequireApart(c, a, nameof(a));
        Gemm.Gram(c, a, alpha, beta, parallelism, cancellationToken);
    }

    /// <summary>w = Aᵀ·(A·x), with A read from memory once where its rows are contiguous: a step of the power method, of Lanczos, of conjugate gradients on the normal equations.</summary>
    /// <remarks>
    /// The bits are those of <c>Multiply(y, a, x)</c> and <c>Multiply(w, a.Transposed, y)</c>. Accuracy: |error| ≤ (γ_m + γ_n) |Aᵀ||A||x|. Cost: 4mn operations; allocates nothing.
    /// Source: Howell, Demmel, Fulton, Hammarling and Marmol, Cache efficient bidiagonalization using BLAS 2.5 operators, ACM TOMS 34 (2008).
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="w">n elements, overwritten; overlaps neither A nor x.</param>
    /// <param name="a">m x n, any strides; where its rows are not contiguous it is read twice, because a dot product along a column wants all of A·x.</param>
    /// <param name="x">n elements.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or w overlaps A or x; nothing was written.</exception>
    public static void MultiplyGram<T>(Span<T> w, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Scratch.Lease<T> y = Scratch.Rent<T>(a.Rows);
        MultiplyGram(w, y.Span[..a.Rows], a, x, T.One, T.Zero, parallelism);
    }

    /// <summary>y = A·x + beta·y and w = alpha·Aᵀ·y, with A read from memory once where its rows are contiguous: a residual and the gradient that belongs to it.</summary>
    /// <remarks>
    /// For a residual A·x − b pass b in y and beta = −1. The bits are those of <c>Multiply(y, a, x, 1, beta)</c> and <c>Multiply(w, a.Transposed, y, alpha, 0)</c>;
    /// accuracy and cost those of the form without y. beta = 0 does not read y, alpha = 0 does not read A for w.
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="w">n elements, overwritten; overlaps neither A, x nor y.</param>
    /// <param name="y">m elements, updated; overlaps neither A nor x.</param>
    /// <param name="a">m x n, any strides; read twice where its rows are not contiguous.</param>
    /// <param name="x">n elements.</param>
    /// <param name="alpha">The factor of w.</param>
    /// <param name="beta">The factor of what y was.</param>
    /// <param name="parallelism">How many threads; the bits do not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or two of the operands overlap of which one is written; nothing was written.</exception>
    public static void MultiplyGram<T>(Span<T> w, Span<T> y, ReadOnlyMatrixSpan<T> a, ReadOnlySpan<T> x, T alpha, T beta, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (w.Length != a.Columns || y.Length != a.Rows || x.Length != a.Columns)
        {
            Throw.Shape(nameof(w), $"w has {w.Length} elements, y has {y.Length}, A is {a.Rows}x{a.Columns}, x has {x.Length}; y = A·x and w = Aᵀ·y need n, m, m x n, n.");
        }

        MatrixSpan<T> column = new(w, w.Length, 1), image = new(y, y.Length, 1);
        ReadOnlyMatrixSpan<T> operand = new(x, x.Length, 1);
        RequireApart(column, a, nameof(a));
        RequireApart(column, operand, nameof(x));
        RequireApart(column, image, nameof(y));
        RequireApart(image, a, nameof(a));
        RequireApart(image, operand, nameof(x));
        GemvGramJob<T>.Run(Kernels<T>.Current, w, y, a, x, alpha, beta, T.Zero, parallelism);
    }
}
