using System.Numerics;
using FastBias.Kernels;
using static System.FormattableString;

namespace FastBias;

/// <summary>Regularisation with any penalty matrix: min ‖A·x − b‖² + λ‖L·x‖².</summary>
public static class TikhonovSolver
{
    /// <summary>X = arg min ‖A·X − B‖² + λ‖L·X‖², column by column; the shortest where N(A) ∩ N(L) is not zero.</summary>
    /// <remarks>
    /// <para>L is q x n of any rank: a difference matrix for smoothness (<see cref="SmoothnessPenalty"/>), a diagonal for weights of coefficients, rows of single ones to penalise some only.
    /// For a prior guess x₀ solve for x − x₀ with b − A·x₀.</para>
    /// <para>Shapes: any m, n, p, q. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/> at any rank; <see cref="Status.RankDeficient"/> if the solution leaves the range; <see cref="Status.NotConverged"/>,
    /// <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: x is zero.</para>
    /// <para>Accuracy: stacked: backward stable. Standard form: loses κ of the kept part of L. Multiplying A by 2^i, L by 2^j and λ by 4^(i − j) moves the results exactly.
    /// Cost: stacked 2(m + q)n²; standard form one SVD of L, QR of A times a basis of its null space, QR of the ridge problem.</para>
    /// <para>Source: P. C. Hansen, Rank-Deficient and Discrete Ill-Posed Problems, section 2.3; L. Eldén, BIT 17 (1977) and 22 (1982).</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="penalty">L, q x n.</param>
    /// <param name="lambda">λ &gt; 0.</param>
    /// <param name="options">The method and the cutoff.</param>
    /// <exception cref="ArgumentException">B has not m rows, or L has not n columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is not positive and finite, the cutoff is not in [0, 1), or there is no such method.</exception>
    public static TikhonovSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, ReadOnlyMatrixSpan<T> penalty, T lambda, TikhonovOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        if (penalty.Columns != a.Columns)
        {
            throw new ArgumentException($"L has {penalty.Columns} columns, A is {a.Rows}x{a.Columns}.", nameof(penalty));
        }

        SolverCheck.Positive(lambda, nameof(lambda));
        SolverCheck.Defined(options.Method, nameof(options));
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows + penalty.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b), l = input.Read("L", penalty);
        return input.Run(a.Rows, a.Columns, () => Solve(input, left, right, l, lambda, options.Method, cutoff));
    }

    private static TikhonovSolution<T> Solve<T>(
        SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, ScaledMatrix<T> l, T lambda, TikhonovMethod method, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // In units where A and L are of size one: √λ·L = 2^(eL − eA)·√λ·(scaled L).
        T root = T.ScaleB(T.Sqrt(lambda), l.Exponent - a.Exponent);
        TikhonovAnswer<T> answer = method == TikhonovMethod.Stacked
            ? TikhonovMethods.Stacked(input, a.Matrix, b.Matrix, l.Matrix, root, cutoff)
            : TikhonovMethods.StandardForm(input, a.Matrix, b.Matrix, l.Matrix, root, cutoff);
        if (answer.X is not { } x || !SolverMath.IsFinite(x))
        {
            return new() { Status = answer.Status == Status.Success ? Status.RankDeficient : answer.Status, Lambda = lambda, Reason = "no solution in the range of the numbers; ask for another lambda or a larger RelativeCutoff." };
        }

        int back = b.Exponent - a.Exponent, free = a.Matrix.Columns - answer.Rank;
        Matrix<T> residual = SolverMath.Residual<T>(a.Matrix, x, b.Matrix, input.Parallelism), image = SolverMath.Times<T>(l.Matrix, x, input.Parallelism);
        string which = free == 0 ? "the only minimiser" : Invariant($"the shortest minimiser: A and L leave {free} common directions free");
        return new()
        {
            Status = answer.Status,
            Reason = $"{which}; {answer.Why}",
            X = SolverMath.Back(x, back),
            Lambda = lambda,
            Rank = answer.Rank,
            NullSpaceDimension = free,
            ResidualNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(residual)), b.Exponent),
            PenaltyNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(image)), back + l.Exponent),
            SolutionNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(x)), back),
            ConditionEstimate = answer.Condition,
            BackwardError = Backward(input, a.Matrix, l.Matrix, root, x, residual, image),
        };
    }

    private static T Backward<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> l, T root, Matrix<T> x, Matrix<T> residual, Matrix<T> image)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Once √λ with the image, once with L: λ itself may leave the range where it dwarfs A.
        Matrix<T> gradient = SolverMath.Times<T>(a.Transposed, residual, input.Parallelism), penalty = image.Clone();
        VectorKernels.Scale(penalty.Data.AsSpan(), root);
        Product.Multiply<T>(gradient.AsSpan(), l.Transposed, penalty, -root, T.One, input.Parallelism);
        T[] gradients = Columns.Norms(gradient), residuals = Columns.Norms(residual), images = Columns.Norms(image), solutions = Columns.Norms(x);
        T norm = ElementaryReflector.Hypotenuse(Columns.Frobenius<T>(a), root * Columns.Frobenius<T>(l)), worst = T.Zero;
        for (int j = 0; j < gradients.Length; j++)
        {
            T both = ElementaryReflector.Hypotenuse(residuals[j], root * images[j]);
            bool exact = gradients[j] == T.Zero || both == T.Zero;
            T bound = exact ? T.Zero : solutions[j] > T.Zero ? T.Min(gradients[j] / both, both / solutions[j]) : gradients[j] / both;
            worst = bound == T.Zero ? worst : T.Max(worst, bound / norm);
        }

        return worst;
    }
}
