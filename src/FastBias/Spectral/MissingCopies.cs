using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Looks for eigenvalues (singular values) that an iteration passed over, orthogonally to those that it found, from a random start of its own.</summary>
/// <remarks>
/// A Krylov space holds of an eigenspace only as many directions as its start block has. What it passed over is the extreme value of A on the orthogonal complement of what it found, and a new
/// random vector there has a part in it. The search ends as soon as the extreme Ritz value there is at rest below the wanted ones; first loosely, then to the full tolerance.
/// </remarks>
internal static class MissingCopies
{
    /// <summary>The relative residual of the first look: most often it tells already that nothing reaches the wanted values.</summary>
    private const double Loosely = 1e-2;

    /// <summary>The pairs, verified: every one that was missing takes part in a new run that starts from all that is known.</summary>
    public static DominantEigenpairs<T> Complete<T>(ILinearOperator<T> a, int count, LanczosOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        KrylovPlan<T> plan = new(a.Columns, count, options);
        DominantEigenpairs<T> pairs = new LanczosIteration<T>(a, plan, options).Run(null);
        int steps = pairs.Iterations;
        for (int round = 0; options.Verify && pairs.Status == Status.Success && round <= a.Columns; round++)
        {
            Matrix<T> rows = Matrix<T>.Copy(pairs.Vectors.Transposed);
            DeflatedOperator<T> rest = new(a, rows, bothSides: true);
            T last = Key(options.End, pairs.Values[^1]), margin = Margin(plan, pairs.Values);
            Found<T> found = Look(rows, rest, plan, options, round, last, margin, (look, start) =>
            {
                DominantEigenpairs<T> one = new LanczosIteration<T>(rest, new KrylovPlan<T>(a.Columns, 1, look), look).Run(start);
                steps += one.Iterations;
                return one.Status == Status.Success ? (Key(options.End, one.Values[0]), one.Residuals[0], one.Vectors.Column(0)) : null;
            });
            if (found.Vector is null)
            {
                return new(pairs.Status, pairs.Values, pairs.Vectors, pairs.Residuals, steps) { Verified = found.Sure };
            }

            LanczosOptions roomy = Roomy(options, count);
            pairs = new LanczosIteration<T>(a, new KrylovPlan<T>(a.Columns, count, roomy), roomy).Run(SolverMath.Stack<T>(rows, new Matrix<T>(found.Vector, 1, a.Columns)));
            steps += pairs.Iterations;
        }

        return new(pairs.Status, pairs.Values, pairs.Vectors, pairs.Residuals, steps);
    }

    /// <summary>The same for singular triplets, from a start or from none.</summary>
    public static PartialSvd<T> Complete<T>(ILinearOperator<T> a, int count, LanczosOptions options, Matrix<T>? start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int small = Math.Min(a.Rows, a.Columns);
        KrylovPlan<T> plan = new(small, count, options);
        PartialSvd<T> svd = new GolubKahanIteration<T>(a, plan, options).Run(start);
        int steps = svd.Iterations;

        // In the iteration's own orientation: its right vectors are the shorter ones.
        bool wide = a.Rows < a.Columns;
        ILinearOperator<T> tall = wide ? new TransposedOperator<T>(a) : a;
        for (int round = 0; options.Verify && svd.Status == Status.Success && round <= small; round++)
        {
            Matrix<T> rows = wide ? Matrix<T>.Copy(svd.U.Transposed) : svd.Vt;
            DeflatedOperator<T> rest = new(tall, rows, bothSides: false);
            Found<T> found = Look(rows, rest, plan, options, round, svd.S[^1], Margin(plan, svd.S), (look, from) =>
            {
                PartialSvd<T> one = new GolubKahanIteration<T>(rest, new KrylovPlan<T>(small, 1, look), look).Run(from);
                steps += one.Iterations;
                return one.Status == Status.Success ? (one.S[0], one.Residuals[0], one.Vt.Row(0).ToArray()) : null;
            });
            if (found.Vector is null)
            {
                return new(svd.Status, svd.U, svd.S, svd.Vt, steps) { Residuals = svd.Residuals, Verified = found.Sure };
            }

            LanczosOptions roomy = Roomy(options, count);
            svd = new GolubKahanIteration<T>(a, new KrylovPlan<T>(small, count, roomy), roomy).Run(SolverMath.Stack<T>(rows, new Matrix<T>(found.Vector, 1, small)));
            steps += svd.Iterations;
        }

        return new(svd.Status, svd.U, svd.S, svd.Vt, steps) { Residuals = svd.Residuals };
    }

    private static Found<T> Look<T>(
        Matrix<T> rows, DeflatedOperator<T> rest, KrylovPlan<T> plan, LanczosOptions options, int round, T last, T margin, Func<LanczosOptions, Matrix<T>, (T Key, T Residual, T[] Vector)?> run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows.Rows == rows.Columns)
        {
            return new(null, true);
        }

        foreach (double tolerance in (double[])[Loosely, double.CreateTruncating(plan.Tolerance)])
        {
            // A new direction in each round: the part of an earlier one in an eigenspace is among what is known now.
            Matrix<T> start = new(1, rows.Columns);
            new RandomSource(options.Seed).Split((ulong)round + 2).FillGaussian<T>(start.Data);
            rest.Project(start.Data);
            if (run(options with { RelativeTolerance = tolerance, BasisSize = null, BlockSize = null, Verify = false }, start) is not { } one)
            {
                return new(null, false);
            }

            if (one.Key > last + margin)
            {
                // Zero is an eigenvalue of the deflated A on what was found; rounding may lead there, and it is nothing new.
                rest.Project(one.Vector);
                T length = VectorKernels.Norm<T>(one.Vector);
                return length > T.CreateTruncating(0.5) ? new(one.Vector, false) : new(null, true);
            }

            if (one.Key + one.Residual < last)
            {
                return new(null, true);
            }
        }

        return new(null, true);
    }

    private static T Key<T>(SpectrumEnd end, T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => end switch { SpectrumEnd.Largest => value, SpectrumEnd.Smallest => -value, _ => T.Abs(value) };

    /// <summary>Values differ when they differ by more than they are known to.</summary>
    private static T Margin<T>(KrylovPlan<T> plan, T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Max(plan.Tolerance, T.CreateTruncating(100) * WorkingRange<T>.Epsilon) * VectorKernels.MaxAbs<T>(values);

    /// <summary>A basis that holds what is known twice.</summary>
    private static LanczosOptions Roomy(LanczosOptions options, int count) => options.BasisSize < 3 * (count + 1) ? options with { BasisSize = null } : options;

    /// <param name="Vector">A direction in which A is larger than in one of those that were found; null if there is none.</param>
    /// <param name="Sure">Whether the search came to an end.</param>
    private readonly record struct Found<T>(T[]? Vector, bool Sure);
}
