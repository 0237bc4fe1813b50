namespace FastBias.Lab;

/// <summary>Small vector expressions in which experiments are written; everything of order n² is in the library.</summary>
internal static class Vectors
{
    /// <summary>‖x‖.</summary>
    public static double Norm(ReadOnlySpan<double> x) => VectorProduct.Norm(x);

    /// <summary>‖x − y‖.</summary>
    public static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Norm(Plus(x, -1, y));

    /// <summary>x + t·y.</summary>
    public static double[] Plus(ReadOnlySpan<double> x, double t, ReadOnlySpan<double> y)
    {
        double[] sum = x.ToArray();
        VectorProduct.AddScaled(sum, t, y);
        return sum;
    }

    /// <summary>t·x.</summary>
    public static double[] Times(double t, ReadOnlySpan<double> x) => [.. x.ToArray().Select(value => t * value)];

    /// <summary>A·x.</summary>
    public static double[] Multiply(ReadOnlyMatrixSpan<double> a, ReadOnlySpan<double> x)
    {
        double[] y = new double[a.Rows];
        Product.Multiply(y, a, x);
        return y;
    }

    /// <summary>Places from <paramref name="low"/> to <paramref name="high"/> with equal distances, both ends among them.</summary>
    public static double[] Grid(double low, double high, int count) =>
        [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? high : low + ((high - low) * i / (count - 1)))];
}
