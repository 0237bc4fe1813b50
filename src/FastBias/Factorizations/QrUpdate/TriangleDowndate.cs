using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>[R C; 0 ζ] = Q·[R' C'; x b], solved for R' and C': a row leaves a triangle (LINPACK: dchdd).</summary>
/// <remarks>
/// <code>
///   R = ┌ r r r ┐ 0        u = R⁻ᵀ·x,  α² = 1 − ‖u‖²       rotations (c_i, s_i), i = n−1 … 0, with
///       │   r r │ 1        (u, α) → (0, 1)                  (c_i·row_i − s_i·y,  s_i·row_i + c_i·y):
///       └     r ┘ 2        y = (0 | ζ) below                y becomes (x | b)
/// </code>
/// All that can fail is found out before anything of the state is written.
/// </remarks>
internal readonly ref struct TriangleDowndate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatrixSpan<T> _r;
    private readonly MatrixSpan<T> _c;
    private readonly Span<T> _u;
    private readonly Span<T> _cosines;
    private readonly Span<T> _y;
    private readonly Span<T> _zeta;
    private readonly ReadOnlySpan<T> _row;
    private readonly ReadOnlySpan<T> _b;

    /// <summary>A row to be taken out, all of it finite.</summary>
    /// <param name="r">n x n with contiguous rows.</param>
    /// <param name="c">n x p with contiguous rows.</param>
    /// <param name="row">n elements.</param>
    /// <param name="b">p elements.</param>
    /// <param name="work">At least 3n + p elements.</param>
    public TriangleDowndate(MatrixSpan<T> r, MatrixSpan<T> c, ReadOnlySpan<T> row, ReadOnlySpan<T> b, Span<T> work)
    {
        Workspace<T> parts = new(work);
        _r = r;
        _c = c;
        _row = row;
        _b = b;
        _u = parts.Take(row.Length);
        _cosines = parts.Take(row.Length);
        _y = parts.Take(row.Length);
        _zeta = parts.Take(b.Length);
    }

    private T Tolerance => T.CreateTruncating(Math.Max(1, _r.Rows)) * FactorRange<T>.Epsilon;

    /// <summary>Takes it out.</summary>
    /// <param name="residualNorms">p norms, or none.</param>
    /// <param name="margin">α; 0 where there is none, NaN where it was not found.</param>
    public Status Run(Span<T> residualNorms, out T margin)
    {
        margin = T.NaN;
        for (int i = 0; i < _r.Rows; i++)
        {
            if (_r[i, i] == T.Zero)
            {
                return Status.RankDeficient;
            }
        }

        // In the working range both, so that neither the solve nor a rotation leaves the range where the result does not; 2^shift cancels in u and in ζ/b.
        int shift = ExactScaling.Shift(T.Max(ExactScaling.MaxAbsUpper<T>(_r), VectorKernels.MaxAbs(_row)));
        int sideShift = ExactScaling.Shift(T.Max(ExactScaling.MaxAbs<T>(_c), T.Max(VectorKernels.MaxAbs(_b), VectorKernels.MaxAbs<T>(residualNorms))));
        ExactScaling.ScaleUpper(_r, shift);
        ExactScaling.Scale(_c, sideShift);
        ExactScaling.Scale(residualNorms, sideShift);
        Status status = RunScaled(residualNorms, shift, sideShift, out margin);
        ExactScaling.ScaleUpper(_r, -shift);
        ExactScaling.Scale(_c, -sideShift);
        ExactScaling.Scale(residualNorms, -sideShift);
        return status;
    }

    private Status RunScaled(Span<T> residualNorms, int shift, int sideShift, out T margin)
    {
        _row.CopyTo(_u);
        ExactScaling.Scale(_u, shift);
        _b.CopyTo(_zeta);
        ExactScaling.Scale(_zeta, sideShift);
        TriangularVector.SolveTransposed(_u, _r);
        T norm = VectorKernels.Norm<T>(_u), square = (T.One - norm) * (T.One + norm);
        margin = T.Zero;
        if (!(square > Tolerance))
        {
            return Status.NotPositiveDefinite;
        }

        margin = T.Sqrt(square);
        if (!FindZeta(residualNorms, norm, margin))
        {
            return Status.NotPositiveDefinite;
        }

        TakeFromResiduals(residualNorms);
        MakeRotations(margin);
        Rotate();
        return Status.Success;
    }

    /// <summary>ζ = (b − uᵀC)/α.</summary>
    /// <returns>False where some |ζ_j| exceeds ρ_j by more than its own rounding error.</returns>
    private bool FindZeta(ReadOnlySpan<T> residualNorms, T norm, T alpha)
    {
        if (_zeta.IsEmpty)
        {
            return true;
        }

        T size = VectorKernels.MaxAbs<T>(_zeta) + (norm * T.Sqrt(T.CreateTruncating(_r.Rows)) * ExactScaling.MaxAbs<T>(_c));
        for (int i = 0; i < _u.Length; i++)
        {
            VectorKernels.Axpy(_zeta, -_u[i], _c.RowSpan(i));
        }

        T slack = T.CreateTruncating(10) * Tolerance * size / alpha;
        for (int j = 0; j < _zeta.Length; j++)
        {
            _zeta[j] /= alpha;
            if (!residualNorms.IsEmpty && !(T.Abs(_zeta[j]) <= residualNorms[j] + slack))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>ρ_j = √(ρ_j² − ζ_j²), zero where that is below zero by rounding.</summary>
    private void TakeFromResiduals(Span<T> residualNorms)
    {
        for (int j = 0; j < residualNorms.Length; j++)
        {
            T rho = residualNorms[j], zeta = T.Abs(_zeta[j]);
            residualNorms[j] = zeta < rho ? rho * T.Sqrt((T.One - (zeta / rho)) * (T.One + (zeta / rho))) : T.Zero;
        }
    }

    /// <summary>c_i and s_i, the latter in the place of u.</summary>
    private void MakeRotations(T alpha)
    {
        for (int i = _u.Length - 1; i >= 0; i--)
        {
            T length = ElementaryReflector.Hypotenuse(alpha, T.Abs(_u[i]));
            (_cosines[i], _u[i], alpha) = (alpha / length, _u[i] / length, length);
        }
    }

    private void Rotate()
    {
        _y.Clear();
        for (int i = _u.Length - 1; i >= 0; i--)
        {
            VectorKernels.RotatePair(_r.RowSpan(i)[i..], _y[i..], _cosines[i], _u[i]);
            if (!_zeta.IsEmpty)
            {
                VectorKernels.RotatePair(_c.RowSpan(i), _zeta, _cosines[i], _u[i]);
            }
        }
    }
}
