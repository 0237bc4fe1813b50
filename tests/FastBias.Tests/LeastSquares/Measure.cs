using System.Numerics;
using FastBias.Reference;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>Plain measures for the tests, in double and without the library's kernels.</summary>
internal static class Measure
{
    /// <summary>‖x − y‖₂/‖y‖₂ of the whole matrices; 0 for equal ones.</summary>
    public static double RelativeError<T>(Matrix<T> x, double[,] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double difference = 0, size = 0;
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < x.Columns; j++)
            {
                double d = double.CreateChecked(x[i, j]) - y[i, j];
                difference += d * d;
                size += y[i, j] * y[i, j];
            }
        }

        return difference == 0 ? 0 : Math.Sqrt(difference / size);
    }

    /// <summary>‖x‖₂.</summary>
    public static double Norm(IEnumerable<double> x) => Math.Sqrt(x.Sum(v => v * v));

    /// <summary>A matrix of the library as the reference's.</summary>
    public static RationalMatrix Exact<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(ToDouble(a));

    /// <summary>The elements in double, exactly.</summary>
    public static double[,] ToDouble<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] copy = new double[a.Rows, a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                copy[i, j] = double.CreateChecked(a[i, j]);
            }
        }

        return copy;
    }

    /// <summary>A over B.</summary>
    public static Matrix<T> Stack<T>(Matrix<T> a, Matrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new([.. a.Data, .. b.Data], a.Rows + b.Rows, a.Columns);

    /// <summary>A·2^k.</summary>
    public static Matrix<T> ScaleB<T>(Matrix<T> a, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new([.. a.Data.Select(v => T.ScaleB(v, k))], a.Rows, a.Columns);

    /// <summary>A·B.</summary>
    public static Matrix<double> Multiply(Matrix<double> a, Matrix<double> b) => new(Dense.Multiply(a.ToArray(), b.ToArray()));

    /// <summary>ε, the distance from 1 to the next number.</summary>
    public static double Epsilon<T>() => typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);
}
