namespace FastBias.Lab;

/// <summary>Small operations on vectors that models and measures share.</summary>
internal static class Vectors
{
    public static double[] Subtract(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] difference = a.ToArray();
        VectorProduct.AddScaled<double>(difference, -1, b);
        return difference;
    }

    public static double[] Add(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double scale = 1)
    {
        double[] sum = a.ToArray();
        VectorProduct.AddScaled(sum, scale, b);
        return sum;
    }

    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => VectorProduct.Norm<double>(Subtract(a, b));

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
        double norm = VectorProduct.Norm(a);
        Scale(result, norm == 0 ? 0 : length / norm);
        return result;
    }

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
