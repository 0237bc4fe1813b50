using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>What <see cref="AdjointTest"/> found.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="LargestError">The largest relative error; NaN if an application gave NaN or infinity.</param>
/// <param name="Tolerance">What rounding explains.</param>
public readonly record struct AdjointTestResult<T>(T LargestError, T Tolerance)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the two applications can belong to one matrix.</summary>
    public bool Passed => LargestError <= Tolerance;
}

/// <summary>Whether the two applications of an operator belong to one matrix: ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩ for random x and y.</summary>
public static class AdjointTest
{
    /// <summary>The largest |⟨A·x, y⟩ − ⟨x, Aᵀ·y⟩|/max(‖A·x‖·‖y‖, ‖x‖·‖Aᵀ·y‖) over some Gaussian x and y; zero where both sides vanish.</summary>
    /// <remarks>
    /// <para>A wrong sign, index or factor anywhere shows with an error of the size of what is wrong; only matrices that differ from each other's transpose by less than the
    /// tolerance pass. The tolerance is eps^(3/4), 1.8e-12 in double and 6.4e-6 in float.</para>
    /// <para>NaN from an application makes the error NaN, which does not pass. An operator without rows or columns passes. Cost: <paramref name="trials"/> applications of each kind.</para>
    /// <para>Source: J. Claerbout, Earth Soundings Analysis (1992), the dot-product test.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">The operator.</param>
    /// <param name="seed">The seed of the vectors.</param>
    /// <param name="trials">The number of pairs, at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="a"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trials"/> is less than 1.</exception>
    public static AdjointTestResult<T> Run<T>(ILinearOperator<T> a, ulong seed = 1, int trials = 5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        RandomSource random = new(seed);
        T[] x = new T[a.Columns], y = new T[a.Rows], ax = new T[a.Rows], aty = new T[a.Columns];
        T worst = T.Zero;
        for (int trial = 0; trial < trials; trial++)
        {
            random.FillGaussian<T>(x);
            random.FillGaussian<T>(y);
            a.Apply(ax, x);
            a.ApplyTransposed(aty, y);
            T size = T.Max(VectorKernels.Norm<T>(ax) * VectorKernels.Norm<T>(y), VectorKernels.Norm<T>(x) * VectorKernels.Norm<T>(aty));
            T difference = T.Abs(VectorKernels.Dot<T>(ax, y) - VectorKernels.Dot<T>(x, aty));
            T error = size == T.Zero ? difference : difference / size;
            worst = T.IsFinite(error) ? T.Max(worst, error) : T.NaN;
        }

        return new(worst, WorkingRange<T>.LooseTolerance);
    }
}
