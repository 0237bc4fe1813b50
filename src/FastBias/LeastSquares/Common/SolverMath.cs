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

    /// <summary>Whether no number is NaN or infinite.</summary>
    public static bool IsFinite<T>(IEnumerable<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x.All(T.IsFinite);

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

    /// <summary>Some rows of A, in an order of one's own.</summary>
    public static Matrix<T> PickRows<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<int> order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> rows = new(order.Length, a.Columns);
        for (int i = 0; i < order.Length; i++)
        {
            a.Slice(order[i], 0, 1, a.Columns).CopyTo(rows.Slice(i, 0, 1, a.Columns));
        }

        return rows;
    }

    /// <summary>Some columns of A, in an order of one's own.</summary>
    public static Matrix<T> PickColumns<T>(ReadOnlyMatrixSpan<T> a, ReadOnlySpan<int> order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> columns = new(a.Rows, order.Length);
        for (int j = 0; j < order.Length; j++)
        {
            a.Slice(0, order[j], a.Rows, 1).CopyTo(columns.Slice(0, j, a.Rows, 1));
        }

        return columns;
    }

    /// <summary>
    /// The cutoff for a product A·Z with orthonormal columns Z that stands for cutoff·‖A‖: where Z lies in the null space of A, the product is rounding only, and relative to itself
    /// that would look like a matrix of full rank. Just below 1 where nothing of it counts but its largest direction; the product is set to zero where not even that does.
    /// </summary>
    public static T CutoffWithin<T>(T cutoff, Matrix<T> a, Matrix<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T whole = Columns.Frobenius<T>(a), part = Columns.Frobenius<T>(product);
        if (part <= cutoff * whole)
        {
            product.Data.AsSpan().Clear();
            return cutoff;
        }

        return T.Min(cutoff * whole / part, T.BitDecrement(T.One));
    }
}
