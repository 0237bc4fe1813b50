namespace FastBias.Lab;

/// <summary>Small operations on vectors that models, measures and experiments share; everything of order n² is in the library.</summary>
internal static class Vectors
{
    /// <summary>x + y.</summary>
    public static double[] Add(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Add(x, 1, y);

    /// <summary>x + t·y.</summary>
    public static double[] Add(ReadOnlySpan<double> x, double t, ReadOnlySpan<double> y)
    {
        double[] sum = x.ToArray();
        VectorProduct.AddScaled(sum, t, y);
        return sum;
    }

    /// <summary>x − y.</summary>
    public static double[] Subtract(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Add(x, -1, y);

    /// <summary>t·x.</summary>
    public static double[] Times(double t, ReadOnlySpan<double> x)
    {
        double[] result = x.ToArray();
        Scale(result, t);
        return result;
    }

    /// <summary>‖a‖.</summary>
    public static double Norm(ReadOnlySpan<double> a) => VectorProduct.Norm(a);

    /// <summary>‖a‖².</summary>
    public static double Square(ReadOnlySpan<double> a) => VectorProduct.Dot(a, a);

    /// <summary>‖a‖₁.</summary>
    public static double OneNorm(ReadOnlySpan<double> a)
    {
        double sum = 0;
        foreach (double element in a)
        {
            sum += Math.Abs(element);
        }

        return sum;
    }

    /// <summary>‖a − b‖.</summary>
    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Norm(Subtract(a, b));

    /// <summary>a⊙a.</summary>
    public static double[] Squares(ReadOnlySpan<double> a)
    {
        double[] squares = a.ToArray();
        MultiplyBy(squares, a);
        return squares;
    }

    /// <summary>a = a⊙b.</summary>
    public static void MultiplyBy(Span<double> a, ReadOnlySpan<double> b)
    {
        for (int j = 0; j < a.Length; j++)
        {
            a[j] *= b[j];
        }
    }

    /// <summary>a = factor·a.</summary>
    public static void Scale(Span<double> a, double factor)
    {
        foreach (ref double element in a)
        {
            element *= factor;
        }
    }

    /// <summary>a/‖a‖·length; zeros stay zeros.</summary>
    public static double[] WithLength(ReadOnlySpan<double> a, double length)
    {
        double[] result = a.ToArray();
        double norm = Norm(a);
        Scale(result, norm == 0 ? 0 : length / norm);
        return result;
    }

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

    /// <summary>Places from <paramref name="low"/> to <paramref name="high"/> with equal quotients.</summary>
    public static double[] GeometricGrid(double low, double high, int count) =>
        [.. Grid(Elementary.Log(low), Elementary.Log(high), count).Select(Elementary.Exp)];

    /// <summary>Whether no number is infinite or NaN.</summary>
    public static bool IsFinite(ReadOnlySpan<double> a)
    {
        foreach (double element in a)
        {
            if (!double.IsFinite(element))
            {
                return false;
            }
        }

        return true;
    }
}
