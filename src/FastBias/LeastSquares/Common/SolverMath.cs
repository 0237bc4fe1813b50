using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The way back from scaled units.</summary>
internal static class SolverMath
{
    /// <summary>2^exponent·A as a new matrix.</summary>
    public static Matrix<T> Back<T>(Matrix<T> a, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> scaled = a.Clone();
        ExactScaling.Scale(scaled.Data.AsSpan(), exponent);
        return scaled;
    }

    /// <summary>2^exponent·x as a new array.</summary>
    public static T[] Back<T>(T[] x, int exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Back(new Matrix<T>(x, x.Length, 1), exponent).Data;

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool IsFinite<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.IsFinite(VectorKernels.MaxAbs<T>(a.Data));

    /// <summary>The largest of some norms; 0 if there are none.</summary>
    public static T Largest<T>(T[] norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorKernels.MaxAbs<T>(norms);

    /// <summary>B − A·X.</summary>
    public static Matrix<T> Residual<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> x, ReadOnlyMatrixSpan<T> b, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> residual = Matrix<T>.Copy(b);
        Product.Multiply(residual.AsSpan(), a, x, -T.One, T.One, parallelism);
        return residual;
    }

    /// <summary>A·B as a new matrix, for operands of any strides.</summary>
    public static Matrix<T> Times<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> product = new(a.Rows, b.Columns);
        Product.Multiply(product.AsSpan(), a, b, parallelism);
        return product;
    }

    /// <summary>A above B.</summary>
    public static Matrix<T> Stack<T>(ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> stacked = new(a.Rows + b.Rows, a.Columns);
        a.CopyTo(stacked.Slice(0, 0, a.Rows, a.Columns));
        b.CopyTo(stacked.Slice(a.Rows, 0, b.Rows, a.Columns));
        return stacked;
    }

    /// <summary>√(x² + y²), without overflow.</summary>
    public static T Hypotenuse<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorProduct.Norm<T>([x, y]);
}
