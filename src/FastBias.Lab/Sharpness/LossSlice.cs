namespace FastBias.Lab;

/// <summary>ℓ(w + a·u + b·v) over a grid of (a, b): a plane through a point of the landscape.</summary>
/// <param name="Coordinates">The values of a and of b, rising and symmetric around 0.</param>
/// <param name="Values">Row after row: element i·k + j is at b = Coordinates[i], a = Coordinates[j].</param>
/// <param name="Center">ℓ(w).</param>
public sealed record LossSlice(IReadOnlyList<double> Coordinates, IReadOnlyList<double> Values, double Center)
{
    /// <summary>The mean of ℓ over the grid's boundary less ℓ(w): the rise at the radius of the slice.</summary>
    public double BoundaryRise
    {
        get
        {
            int k = Coordinates.Count, count = 0;
            double sum = 0;
            for (int i = 0; i < k; i++)
            {
                for (int j = 0; j < k; j++)
                {
                    if (i == 0 || j == 0 || i == k - 1 || j == k - 1)
                    {
                        sum += Values[(i * k) + j];
                        count++;
                    }
                }
            }

            return (sum / count) - Center;
        }
    }
}

public static partial class Sharpness
{
    /// <summary>A plane through w.</summary>
    /// <param name="objective">ℓ; evaluated <paramref name="size"/>² times.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="first">u, n numbers.</param>
    /// <param name="second">v, n numbers.</param>
    /// <param name="radius">The largest coordinate, positive.</param>
    /// <param name="size">Points along a side, at least 2.</param>
    public static LossSlice Slice(IObjective objective, double[] w, double[] first, double[] second, double radius, int size)
    {
        Require(objective, w);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ModelCheck.Length(first, w.Length, nameof(first));
        ModelCheck.Length(second, w.Length, nameof(second));
        ModelCheck.Positive(radius, nameof(radius));
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        double[] coordinates = [.. Enumerable.Range(0, size).Select(i => radius * ((2.0 * i) - (size - 1)) / (size - 1))], values = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            double[] row = Vectors.Add(w, coordinates[i], second);
            for (int j = 0; j < size; j++)
            {
                values[(i * size) + j] = objective.Value(Vectors.Add(row, coordinates[j], first));
            }
        }

        return new(coordinates, values, objective.Value(w));
    }

    /// <summary>Two random orthonormal directions: the plane of a slice. The mean rise at radius r in such planes is ½·tr H/n·r² to second order.</summary>
    /// <param name="dimension">n, at least 2.</param>
    /// <param name="seed">The seed.</param>
    public static (double[] First, double[] Second) RandomPlane(int dimension, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        RandomSource random = new(seed);
        double[] first = Synthetic.Gaussian(random, dimension), second = Synthetic.Gaussian(random, dimension);
        first = Vectors.WithLength(first, 1);
        for (int pass = 0; pass < 2; pass++)
        {
            VectorProduct.AddScaled<double>(second, -VectorProduct.Dot<double>(first, second), first);
        }

        return (first, Vectors.WithLength(second, 1));
    }

    /// <summary>A direction whose part in each group of parameters (a filter, a layer) has the length of the weights there: slices of rescaled networks are then the same.</summary>
    /// <remarks>Source: H. Li et al., Visualizing the loss landscape, NeurIPS 2018.</remarks>
    /// <param name="direction">n numbers.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="groups">The parameters of each group; what is in none becomes zero.</param>
    public static double[] FilterNormalized(double[] direction, double[] w, IReadOnlyList<Range> groups)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(groups);
        ModelCheck.Length(direction, w.Length, nameof(direction));
        double[] normalized = new double[w.Length];
        foreach (Range group in groups)
        {
            (int first, int count) = group.GetOffsetAndLength(w.Length);
            Vectors.WithLength(direction.AsSpan(first, count), VectorProduct.Norm<double>(w.AsSpan(first, count))).CopyTo(normalized, first);
        }

        return normalized;
    }
}
