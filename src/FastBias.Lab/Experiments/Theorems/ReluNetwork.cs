namespace FastBias.Lab;

/// <summary>f(x) = Σ a_k·max(0, w_k·x)/√scale with half the mean square as loss; parameters: the rows of W, then a.</summary>
internal sealed class ReluNetwork(Matrix<double> x, double[] y, int hidden, double scale = 1) : IObjective
{
    private readonly double _factor = 1 / Math.Sqrt(scale);

    public int Dimension => hidden * (x.Columns + 1);

    /// <summary>Both layers, for the measures that go by layer.</summary>
    public IReadOnlyList<Range> Layers => [new Range(0, hidden * x.Columns), new Range(hidden * x.Columns, Dimension)];

    /// <summary>W·c, a·d.</summary>
    public double[] Scaled(double[] w, double inner, double outer) => [.. w.Select((value, j) => value * (j < hidden * x.Columns ? inner : outer))];

    public double[] Outputs(ReadOnlySpan<double> w)
    {
        double[] outputs = new double[x.Rows];
        for (int i = 0; i < x.Rows; i++)
        {
            for (int k = 0; k < hidden; k++)
            {
                outputs[i] += _factor * w[(hidden * x.Columns) + k] * Math.Max(0, Score(w, k, i));
            }
        }

        return outputs;
    }

    /// <summary>∇f(x_i) for each row: m × parameters.</summary>
    public Matrix<double> Features(ReadOnlySpan<double> w)
    {
        Matrix<double> features = new(x.Rows, Dimension);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int k = 0; k < hidden; k++)
            {
                double score = Score(w, k, i);
                if (score > 0)
                {
                    VectorProduct.AddScaled<double>(features.Row(i).Slice(k * x.Columns, x.Columns), _factor * w[(hidden * x.Columns) + k], x.Row(i));
                    features[i, (hidden * x.Columns) + k] = _factor * score;
                }
            }
        }

        return features;
    }

    public double Value(ReadOnlySpan<double> w)
    {
        double distance = Vectors.Distance(Outputs(w), y);
        return 0.5 * distance * distance / y.Length;
    }

    public double Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        double[] residual = Vectors.Subtract(Outputs(w), y);
        Product.Multiply<double>(gradient, Features(w).Transposed, residual, 1.0 / y.Length, 0);
        return 0.5 * VectorProduct.Dot<double>(residual, residual) / y.Length;
    }

    /// <summary>(1/m)·[JᵀJv + Σ r_i·∇²f_i·v]: where units do not switch, ∇²f_i couples the weights w_k of an active unit with its a_k, by x_i. At a switch, the side on which the unit is off.</summary>
    public void HessianVector(ReadOnlySpan<double> w, ReadOnlySpan<double> v, Span<double> result)
    {
        int n = x.Columns, outer = hidden * n;
        Matrix<double> features = Features(w);
        double[] residual = Vectors.Subtract(Outputs(w), y);
        Product.Multiply<double>(result, features.Transposed, Vectors.Multiply(features, v), 1.0 / y.Length, 0);
        for (int i = 0; i < x.Rows; i++)
        {
            double share = _factor * residual[i] / y.Length;
            for (int k = 0; k < hidden; k++)
            {
                if (Score(w, k, i) > 0)
                {
                    VectorProduct.AddScaled<double>(result.Slice(k * n, n), share * v[outer + k], x.Row(i));
                    result[outer + k] += share * VectorProduct.Dot<double>(v.Slice(k * n, n), x.Row(i));
                }
            }
        }
    }

    private double Score(ReadOnlySpan<double> w, int unit, int row) => VectorProduct.Dot<double>(w.Slice(unit * x.Columns, x.Columns), x.Row(row));
}
