using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A factorization's own row-major copy of its input, checked and brought into the working range.</summary>
/// <param name="Matrix">2^-Exponent·A.</param>
/// <param name="Exponent">The power of two that was taken out; 0 for all but extreme input.</param>
/// <param name="Largest">The largest magnitude in 2^-Exponent·A.</param>
/// <param name="Status">Success, or NonFiniteInput.</param>
/// <param name="FirstNonFinite">The first NaN or infinity in row-major order, where it was looked for and found.</param>
internal readonly record struct FactorInput<T>(Matrix<T> Matrix, int Exponent, T Largest, Status Status, (int Row, int Column)? FirstNonFinite)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Copies, looks at the largest element (which also tells whether all are finite), and scales if need be.</summary>
    public static FactorInput<T> Read(ReadOnlyMatrixSpan<T> a, FinitePolicy finite)
    {
        Matrix<T> copy = Matrix<T>.Copy(a);
        T max = VectorKernels.MaxAbs<T>(copy.Data);
        if (!T.IsFinite(max))
        {
            return new(copy, 0, max, Status.NonFiniteInput, finite == FinitePolicy.Check ? FindNonFinite(copy) : null);
        }

        int shift = ExactScaling.Shift(max);
        ExactScaling.Scale(copy.Data.AsSpan(), shift);
        return new(copy, -shift, T.ScaleB(max, shift), Status.Success, null);
    }

    /// <summary>The first NaN or infinity in row-major order, or null.</summary>
    public static (int Row, int Column)? FindNonFinite(ReadOnlyMatrixSpan<T> a)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                if (!T.IsFinite(a[i, j]))
                {
                    return (i, j);
                }
            }
        }

        return null;
    }
}
