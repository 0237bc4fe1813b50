using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>x = A⁺·b by three independent routes that must agree (LAPACK: dgelsy, dgelsd; NumPy: <c>linalg.lstsq</c>).</summary>
public static class MinimumNormSolver
{
    /// <summary>X = A⁺·B: of all minimisers of ‖A·x − b‖ the shortest, by each route that is asked for.</summary>
    /// <remarks>
    /// <para>Formula: A·P = Q·[T 0; 0 0]·Z gives x = P·Zᵀ·[T⁻¹·(Qᵀb)₁; 0]; A = U·Σ·Vᵀ gives V·Σ⁺·Uᵀ·b; Aᵀ·P = Q·R gives x = Q₁·z with z = arg min ‖P·R₁ᵀ·z − b‖.</para>
    /// <para>Shapes: any m, n, p and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.RankDeficient"/> if the routes see different ranks at this cutoff (each answer is there all the same), or the solution leaves the range of <typeparamref name="T"/>;
    /// <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>. Empty: x is zero.</para>
    /// <para>Accuracy: each route is backward stable; in the tests they agree to 100·max(m, n)·ε·κ. Powers of two in A and B move X exactly.</para>
    /// <para>Cost: QR with pivoting twice and one SVD. <see cref="LeastSquares"/> takes one route only and certifies it: use this solver to see that the answer does not depend on the method.</para>
    /// <para>Source: Å. Björck, Numerical Methods for Least Squares Problems, sections 1.3 and 2.7.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">m x n, any strides.</param>
    /// <param name="b">m x p.</param>
    /// <param name="options">The cutoff and the routes.</param>
    /// <exception cref="ArgumentException">B has not m rows, or no route is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1), or there is no such route.</exception>
    public static MinimumNormSolution<T> Solve<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, MinimumNormOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        SolverCheck.RightHandSides(a, b);
        MinimumNormRoute[] routes = [.. options.Routes ?? Enum.GetValues<MinimumNormRoute>()];
        if (routes.Length == 0)
        {
            throw new ArgumentException("At least one route is needed.", nameof(options));
        }

        foreach (MinimumNormRoute route in routes)
        {
            SolverCheck.Defined(route, nameof(options));
        }

        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, a.Rows, a.Columns);
        SolverInput<T> input = new(options);
        ScaledMatrix<T> left = input.Read("A", a), right = input.Read("B", b);
        return input.Run(a.Rows, a.Columns, () => Compare(input, left, right, routes, cutoff));
    }

    private static MinimumNormSolution<T> Compare<T>(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, MinimumNormRoute[] routes, T cutoff)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int back = b.Exponent - a.Exponent;
        bool converged = true;
        List<MinimumNormAnswer<T>> answers = [];
        foreach (MinimumNormRoute route in routes)
        {
            (MinimumNormAnswer<T> answer, Status status) = MinimumNormRoutes.Take(input, a.Matrix, b.Matrix, route, cutoff);
            converged &= status == Status.Success;
            answers.Add(answer);
        }

        Matrix<T> x = answers[0].X;
        T norm = Columns.Frobenius<T>(a.Matrix);
        T[] units = [.. Columns.Norms(b.Matrix).Select(right => norm == T.Zero ? T.Zero : right / norm)];
        T disagreement = T.Zero;
        foreach (MinimumNormAnswer<T> answer in answers)
        {
            disagreement = T.Max(disagreement, Distance(x, answer.X, units));
        }

        int rank = answers[0].Rank;
        bool oneRank = answers.TrueForAll(answer => answer.Rank == rank);
        string ranks = string.Join(", ", answers.Select(answer => Invariant($"{answer.Rank} by {answer.Route}")));
        return new()
        {
            Status = !converged ? Status.NotConverged : oneRank ? Status.Success : Status.RankDeficient,
            Reason = !converged ? $"a route did not converge, or left the range; ranks {ranks}" : oneRank
                ? Invariant($"the shortest of all minimisers, at rank {rank} of {Math.Min(a.Matrix.Rows, a.Matrix.Columns)}; {answers.Count} routes agree to {disagreement:0.0e+0}")
                : Invariant($"the cutoff {cutoff:0.0e+0} falls where the routes see different ranks: {ranks}; choose another RelativeCutoff."),
            X = SolverMath.Back(x, back),
            Rank = rank,
            Answers = [.. answers.Select(answer => answer with { X = SolverMath.Back(answer.X, back) })],
            Disagreement = disagreement,
            ResidualNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(SolverMath.Residual<T>(a.Matrix, x, b.Matrix, input.Parallelism))), b.Exponent),
            SolutionNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(x)), back),
        };
    }

    private static T Distance<T>(Matrix<T> x, Matrix<T> other, T[] units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T worst = T.Zero;
        for (int j = 0; j < x.Columns; j++)
        {
            T[] column = x.Column(j), difference = other.Column(j);
            VectorProduct.AddScaled<T>(difference, -T.One, column);
            T distance = VectorProduct.Norm<T>(difference);
            worst = distance == T.Zero ? worst : T.Max(worst, distance / (VectorProduct.Norm<T>(column) + units[j]));
        }

        return worst;
    }
}
