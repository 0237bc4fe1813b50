using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

public static partial class QrUpdate
{
    /// <summary>R and C of A and B without one of their rows, and ρ_j = √(ρ_j² − what the row had in it).</summary>
    /// <remarks>
    /// <para>Formula: u = R⁻ᵀ·x, α = √(1 − ‖u‖²), ζ = (b − uᵀC)/α; plane rotations that turn (u, α) into (0, 1), the last element first, turn [R C; 0 ζ] into [R' C'; x b].</para>
    /// <para>Shapes: any n and p, zero included; without right-hand sides C, b and ρ are empty (<c>default</c>). Aliasing: none of the arguments may overlap.</para>
    /// <para>Status: <see cref="Status.Success"/>. <see cref="Status.NotPositiveDefinite"/>: 1 − ‖u‖² ≤ n·ε, so that RᵀR − x·xᵀ is not positive definite to working precision: x is no row of A, or A
    /// without it has not full column rank; or |ζ_j| exceeds ρ_j by more than rounding: b_j is not what stood in that row. <see cref="Status.RankDeficient"/>: a diagonal element of R
    /// is zero. <see cref="Status.NonFiniteInput"/>: R, C, ρ or the row holds a NaN or an infinity. Without success nothing was written.</para>
    /// <para>Accuracy: mixed stable: RᵀR − x·xᵀ = R'ᵀR' up to c·n·ε·‖R‖², test ratio below 10. What is lost cannot be had back: the relative error of R' is about ε·κ(R)²·‖R‖²/‖R'‖² at worst, and
    /// grows as 1/α², which <paramref name="margin"/> tells. After many removals factor afresh.</para>
    /// <para>Cost: 4n² + 8np operations; no allocation.</para>
    /// <para>Source: J. Dongarra, J. Bunch, C. Moler, G. Stewart, LINPACK Users' Guide (1979), chapter 10; G. Stewart, J. Inst. Math. Appl. 23 (1979), for the error analysis.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="r">R, n x n with contiguous rows, overwritten on and above the diagonal, whose signs stay.</param>
    /// <param name="c">C, n x p with contiguous rows, overwritten.</param>
    /// <param name="residualNorms">ρ, p elements, overwritten; empty if it is not kept.</param>
    /// <param name="row">x, n elements: the row of A that goes.</param>
    /// <param name="b">p elements: the row of B that goes.</param>
    /// <param name="margin">α, between 0 and 1: the sine between the row and the others' row space in the metric of R; 0 where RᵀR − x·xᵀ is not positive definite, NaN where it was not found.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, the elements of a row of R or C are not next to each other, or a span is too short. Nothing was written.</exception>
    public static Status Remove<T>(MatrixSpan<T> r, MatrixSpan<T> c, Span<T> residualNorms, ReadOnlySpan<T> row, ReadOnlySpan<T> b, out T margin)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        margin = T.NaN;
        RequireState(r, c, residualNorms);
        FactorCheck.RequireShape(1, row.Length, 1, r.Rows, nameof(row));
        FactorCheck.RequireShape(1, b.Length, 1, c.Columns, nameof(b));
        if (!T.IsFinite(VectorKernels.MaxAbs(row)) || !T.IsFinite(VectorKernels.MaxAbs(b)) || !IsFinite(r, c, residualNorms))
        {
            return Status.NonFiniteInput;
        }

        residualNorms = residualNorms[..Math.Min(residualNorms.Length, b.Length)];
        using Scratch.Lease<T> lease = Scratch.Rent<T>((3 * (nint)row.Length) + b.Length);
        return new TriangleDowndate<T>(r, c, row, b, lease.Span).Run(residualNorms, out margin);
    }

    /// <summary>R of A without one of its rows, without right-hand sides.</summary>
    /// <inheritdoc cref="Remove{T}(MatrixSpan{T}, MatrixSpan{T}, Span{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, out T)"/>
    public static Status Remove<T>(MatrixSpan<T> r, ReadOnlySpan<T> row, out T margin)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Remove(r, default, default, row, default, out margin);
}
