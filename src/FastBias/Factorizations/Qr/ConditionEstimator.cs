using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>κ₁(R) = ‖R‖₁·‖R⁻¹‖₁ of a small upper triangular R, and an estimate from a few solves of a larger one (Higham, ACM TOMS 14, 1988, algorithm 4.1; LAPACK: dtrcon).</summary>
internal static class ConditionEstimator
{
    private const int MaxIterations = 5;

    /// <summary>Up to this order the inverse costs no more than the estimate, and is formed.</summary>
    private const int MostOfAnInverse = 16;

    /// <summary>The estimate: a lower bound of κ₁(R), seldom below a third of it. Infinity where R is singular, 0 for an empty R.</summary>
    /// <param name="r">n x n; only on and above the diagonal is read.</param>
    public static T UpperTriangle<T>(ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Estimate(r).Condition;

    /// <summary>The estimates of κ₁(R) and of ‖R⁻¹‖₁ alone.</summary>
    /// <inheritdoc cref="UpperTriangle"/>
    public static (T Condition, T InverseNorm) Estimate<T>(ReadOnlyMatrixSpan<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (r.Rows == 0)
        {
            return (T.Zero, T.Zero);
        }

        for (int i = 0; i < r.Rows; i++)
        {
            if (r[i, i] == T.Zero)
            {
                return (T.PositiveInfinity, T.PositiveInfinity);
            }
        }

        int n = r.Rows;
        bool exact = n <= MostOfAnInverse;
        Span<T> room = stackalloc T[exact ? n * (n + 1) : 0];
        using Scratch.Lease<T> lease = Scratch.Rent<T>(exact ? 0 : 2 * (nint)n);
        room = exact ? room : lease.Span;
        Span<T> x = room[..n], work = room[n..];
        T norm = OneNorm(r, x), inverse = exact ? NormOfInverse(r, x, work) : InverseNorm(r, x, work), condition = norm * inverse;
        return T.IsNaN(condition) ? (T.PositiveInfinity, T.PositiveInfinity) : (condition, inverse);
    }

    /// <summary>‖R‖₁, the largest column sum.</summary>
    private static T OneNorm<T>(ReadOnlyMatrixSpan<T> r, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        sums.Clear();
        for (int i = 0; i < r.Rows; i++)
        {
            ReadOnlySpan<T> row = r.RowSpan(i)[i..];
            Span<T> sum = sums[i..];
            for (; row.Length >= Vector<T>.Count; row = row[Vector<T>.Count..], sum = sum[Vector<T>.Count..])
            {
                (new Vector<T>(sum) + Vector.Abs(new Vector<T>(row))).CopyTo(sum);
            }

            for (int j = 0; j < row.Length && j < sum.Length; j++)
            {
                sum[j] += T.Abs(row[j]);
            }
        }

        return VectorKernels.MaxAbs<T>(sums);
    }

    /// <summary>‖R⁻¹‖₁ from R⁻¹, which is formed from its last row to its first: row i is −(R(i, i+1..)·R⁻¹(i+1.., ·))/r_ii behind 1/r_ii.</summary>
    private static T NormOfInverse<T>(ReadOnlyMatrixSpan<T> r, Span<T> sums, Span<T> inverse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Rows;
        for (int i = n - 1; i >= 0; i--)
        {
            ReadOnlySpan<T> row = r.RowSpan(i);
            T reciprocal = T.One / row[i];
            inverse[(i * n) + i] = reciprocal;
            sums[i] = T.Abs(reciprocal);
            for (int j = i + 1; j < row.Length; j++)
            {
                T sum = T.Zero;
                for (int p = i + 1; p <= j; p++)
                {
                    sum = T.FusedMultiplyAdd(row[p], inverse[(p * n) + j], sum);
                }

                sum *= -reciprocal;
                inverse[(i * n) + j] = sum;
                sums[j] += T.Abs(sum);
            }
        }

        return VectorKernels.MaxAbs<T>(sums);
    }

    /// <summary>Maximises the convex ‖R⁻¹x‖₁ over ‖x‖₁ = 1 by going from vertex to vertex; a subgradient is R⁻ᵀ·sign(R⁻¹x).</summary>
    private static T InverseNorm<T>(ReadOnlyMatrixSpan<T> r, Span<T> x, Span<T> signs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = r.Rows;
        x.Fill(T.One / T.CreateTruncating(n));
        TriangularVector.Solve(x, r);
        T estimate = SumAbs<T>(x);
        int vertex = -1;
        signs.Clear();
        for (int iteration = 1; iteration < MaxIterations && T.IsFinite(estimate) && UpdateSigns(signs, x); iteration++)
        {
            signs.CopyTo(x);
            TriangularVector.SolveTransposed(x, r);
            int next = IndexOfLargest<T>(x);
            if (next == vertex || !T.IsFinite(x[next]))
            {
                break;
            }

            vertex = next;
            x.Clear();
            x[vertex] = T.One;
            TriangularVector.Solve(x, r);
            T better = SumAbs<T>(x);
            if (better <= estimate)
            {
                break;
            }

            estimate = better;
        }

        return T.Max(estimate, AlternatingEstimate(r, x));
    }

    /// <summary>A lower bound from x = (1, −(1 + 1/(n−1)), …, ±2), for the matrices on which the search is known to stop too early.</summary>
    private static T AlternatingEstimate<T>(ReadOnlyMatrixSpan<T> r, Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            T size = T.One + (T.CreateTruncating(i) / T.CreateTruncating(Math.Max(1, x.Length - 1)));
            x[i] = int.IsEvenInteger(i) ? size : -size;
        }

        TriangularVector.Solve(x, r);
        T two = T.One + T.One;
        return two * SumAbs<T>(x) / T.CreateTruncating(3 * (long)x.Length);
    }

    /// <summary>signs = sign(x); false if that changes nothing.</summary>
    private static bool UpdateSigns<T>(Span<T> signs, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool changed = false;
        for (int i = 0; i < x.Length; i++)
        {
            T sign = x[i] >= T.Zero ? T.One : -T.One;
            changed |= sign != signs[i];
            signs[i] = sign;
        }

        return changed;
    }

    private static int IndexOfLargest<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        for (int i = 1; i < x.Length; i++)
        {
            best = T.Abs(x[i]) > T.Abs(x[best]) ? i : best;
        }

        return best;
    }

    private static T SumAbs<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        foreach (T value in x)
        {
            sum += T.Abs(value);
        }

        return sum;
    }
}
