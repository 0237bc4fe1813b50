using System.Numerics;

namespace FastBias;

/// <summary>‖A·x − b‖² = ‖R·x − (Qᵀb)₁‖² + const: a tall problem in as many rows as columns.</summary>
internal static class TriangleReduction
{
    /// <summary>R and (Qᵀb)₁ for m &gt; n; A and b themselves otherwise.</summary>
    public static (Matrix<T> A, Matrix<T> B) Reduce<T>(SolverInput<T> input, Matrix<T> a, Matrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Rows <= a.Columns)
        {
            return (a, b);
        }

        Qr<T> qr = Qr<T>.Factor(a, input.Factor);
        input.ThrowIfCancelled();
        Matrix<T> right = b.Clone();
        qr.ApplyQTransposed(right);
        return (qr.R, Matrix<T>.Copy(right.Slice(0, 0, a.Columns, b.Columns)));
    }
}
