namespace FastBias.Lab;

/// <summary>The margin of a hyperplane on labelled data, in the two conventions that are mixed up.</summary>
/// <remarks>min_i y_i(x_i·w + b) over the length of w (geometric distance: the support vector machine) or of (w, b) (what gradient descent on the data with a column of ones sees).</remarks>
public static class Margin
{
    /// <summary>min y_i(x_i·w + b)/‖w‖; negative where a point is on the wrong side, NaN for w = 0.</summary>
    /// <param name="x">X, m x n with m ≥ 1.</param>
    /// <param name="y">m labels, 1 or −1.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="intercept">b.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is another number.</exception>
    public static double Geometric(Matrix<double> x, double[] y, ReadOnlySpan<double> w, double intercept = 0) => Least(x, y, w, intercept) / VectorProduct.Norm(w);

    /// <summary>min y_i(x_i·w + b)/‖(w, b)‖.</summary>
    /// <param name="x">X, m x n with m ≥ 1.</param>
    /// <param name="y">m labels, 1 or −1.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="intercept">b.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is another number.</exception>
    public static double Augmented(Matrix<double> x, double[] y, ReadOnlySpan<double> w, double intercept) => Least(x, y, w, intercept) / VectorProduct.Norm<double>([.. w, intercept]);

    private static double Least(Matrix<double> x, double[] y, ReadOnlySpan<double> w, double intercept)
    {
        ModelCheck.Design(x, y);
        ModelCheck.Labels(y, x.Rows);
        ModelCheck.Length(w, x.Columns, nameof(w));
        double[] scores = new double[x.Rows];
        Product.Multiply<double>(scores, x, w);
        double least = double.PositiveInfinity;
        for (int i = 0; i < y.Length; i++)
        {
            least = Math.Min(least, y[i] * (scores[i] + intercept));
        }

        return least;
    }
}
