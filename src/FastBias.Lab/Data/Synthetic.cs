namespace FastBias.Lab;

/// <summary>Families of made data, each from a seeded stream: the same numbers on every platform.</summary>
/// <remarks>An example is a row. Numbers are drawn row after row. Sizes must be positive unless said otherwise; the stream is read on.</remarks>
public static class Synthetic
{
    /// <summary>Independent normal numbers of mean 0: covariance scale²·I.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="rows">m, not negative.</param>
    /// <param name="columns">n, not negative.</param>
    /// <param name="scale">Their deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static Matrix<double> Gaussian(RandomSource random, int rows, int columns, double scale = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        Matrix<double> x = new(rows, columns);
        random.FillGaussian<double>(x.Data);
        Vectors.Scale(x.Data, scale);
        return x;
    }

    /// <summary>Independent normal numbers of mean 0.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="count">How many, not negative.</param>
    /// <param name="scale">Their deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static double[] Gaussian(RandomSource random, int count, double scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Gaussian(random, count, 1, scale).Data;
    }

    /// <summary>Normal rows with covariance diag(v): column j has variance v_j.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="rows">m, not negative.</param>
    /// <param name="variances">v, none negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A variance is negative or NaN.</exception>
    public static Matrix<double> WithVariances(RandomSource random, int rows, ReadOnlySpan<double> variances)
    {
        double[] scales = new double[variances.Length];
        for (int j = 0; j < scales.Length; j++)
        {
            scales[j] = variances[j] >= 0 ? Math.Sqrt(variances[j]) : throw new ArgumentOutOfRangeException(nameof(variances), variances[j], $"Variance {j} is negative or NaN.");
        }

        Matrix<double> x = Gaussian(random, rows, scales.Length);
        for (int i = 0; i < rows; i++)
        {
            Vectors.MultiplyBy(x.Row(i), scales);
        }

        return x;
    }

    /// <summary>Covariance diag(strength, …, strength, 1, …, 1): some strong directions over an isotropic ground.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="spikes">The number of strong directions, at most n.</param>
    /// <param name="strength">Their variance, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Matrix<double> Spiked(RandomSource random, int rows, int columns, int spikes, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spikes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spikes, columns);
        if (!(strength >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "A variance is not negative.");
        }

        double[] variances = new double[columns];
        variances.AsSpan().Fill(1);
        variances.AsSpan(0, spikes).Fill(strength);
        return WithVariances(random, rows, variances);
    }

    /// <summary>Covariance diag(1, 2^−a, 3^−a, …, n^−a).</summary>
    /// <param name="random">The stream.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="exponent">a; 0 is isotropic.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or <paramref name="exponent"/> is NaN.</exception>
    public static Matrix<double> PowerLaw(RandomSource random, int rows, int columns, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (double.IsNaN(exponent))
        {
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "The exponent is NaN.");
        }

        return WithVariances(random, rows, [.. Enumerable.Range(1, columns).Select(j => Elementary.Pow(j, -exponent))]);
    }

    /// <summary>U·diag(σ)·Vᵀ with random orthonormal U and V: exactly these singular values, up to rounding.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="rows">m, at least the number of values.</param>
    /// <param name="columns">n, at least the number of values.</param>
    /// <param name="singularValues">σ; fewer than min(m, n) give a matrix of that rank.</param>
    /// <exception cref="ArgumentException">There are more values than rows or columns.</exception>
    public static Matrix<double> WithSingularValues(RandomSource random, int rows, int columns, ReadOnlySpan<double> singularValues)
    {
        int rank = singularValues.Length;
        if (rank > rows || rank > columns)
        {
            throw new ArgumentException($"A {rows}x{columns} matrix has no {rank} singular values.", nameof(singularValues));
        }

        Matrix<double> u = Qr<double>.Factor(Gaussian(random, rows, rank)).Q, v = Qr<double>.Factor(Gaussian(random, columns, rank)).Q, x = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            Vectors.MultiplyBy(u.Row(i), singularValues);
        }

        Product.Multiply<double>(x.AsSpan(), u, v.Transposed);
        return x;
    }

    /// <summary>A·B/√r + noise: a product of normal m × r and r × n matrices, and independent normal numbers.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="rank">r, at least 1.</param>
    /// <param name="noise">The deviation of the numbers added; 0 for exact rank r.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is less than 1.</exception>
    public static Matrix<double> LowRank(RandomSource random, int rows, int columns, int rank, double noise = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        Matrix<double> left = Gaussian(random, rows, rank), right = Gaussian(random, rank, columns), x = new(rows, columns);
        Product.Multiply<double>(x.AsSpan(), left, right, 1 / Math.Sqrt(rank), 0);
        for (int i = 0; noise != 0 && i < x.Data.Length; i++)
        {
            x.Data[i] += noise * random.Gaussian();
        }

        return x;
    }

    /// <summary>y = Xw + noise·z with standard normal z.</summary>
    /// <param name="random">The stream; not read where <paramref name="noise"/> is 0.</param>
    /// <param name="x">m × n.</param>
    /// <param name="w">n numbers.</param>
    /// <param name="noise">The deviation of the noise.</param>
    public static double[] Linear(RandomSource random, Matrix<double> x, ReadOnlySpan<double> w, double noise = 0)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(x);
        double[] y = new double[x.Rows];
        Product.Multiply<double>(y, x, w);
        for (int i = 0; noise != 0 && i < y.Length; i++)
        {
            y[i] += noise * random.Gaussian();
        }

        return y;
    }

    /// <summary>A random vector of length 1.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="length">n, at least 1.</param>
    public static double[] Direction(RandomSource random, int length)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        double[] w = Gaussian(random, length);
        double norm = VectorProduct.Norm<double>(w);
        foreach (ref double element in w.AsSpan())
        {
            element /= norm;
        }

        return w;
    }

    /// <summary>A vector with entries ±1 at random places and zeros elsewhere: a sparse truth.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="length">n.</param>
    /// <param name="nonzeros">How many are not zero, at most n.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nonzeros"/> is outside 0 … n.</exception>
    public static double[] SparseTruth(RandomSource random, int length, int nonzeros)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(nonzeros);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nonzeros, length);
        int[] places = [.. Enumerable.Range(0, length)];
        random.Shuffle(places.AsSpan());
        double[] w = new double[length];
        foreach (int place in places.AsSpan(0, nonzeros))
        {
            w[place] = random.Sign();
        }

        return w;
    }

    /// <summary>Two classes that a plane through the origin separates: isotropic x and y = sign(x·d), with x moved along d until y·x·d ≥ margin.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n, at least 1.</param>
    /// <param name="margin">The least distance from the plane, not negative.</param>
    /// <returns>X, the classes ±1, and the plane's normal d of length 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is negative or NaN.</exception>
    public static (Matrix<double> X, double[] Y, double[] Normal) Separable(RandomSource random, int rows, int columns, double margin)
    {
        if (!(margin >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin is negative or NaN.");
        }

        double[] normal = Direction(random, columns), y = new double[rows];
        Matrix<double> x = Gaussian(random, rows, columns);
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = x.Row(i);
            double side = VectorProduct.Dot<double>(row, normal);
            y[i] = side < 0 ? -1 : 1;
            VectorProduct.AddScaled(row, y[i] * Math.Max(0, margin - Math.Abs(side)), normal);
        }

        return (x, y, normal);
    }

    /// <summary>1, t, t², …: a column for each power below <paramref name="count"/>.</summary>
    /// <param name="points">m numbers t.</param>
    /// <param name="count">The number of columns, not negative.</param>
    public static Matrix<double> Powers(ReadOnlySpan<double> points, int count)
    {
        Matrix<double> features = new(points.Length, count);
        for (int i = 0; i < points.Length; i++)
        {
            double power = 1;
            foreach (ref double feature in features.Row(i))
            {
                feature = power;
                power *= points[i];
            }
        }

        return features;
    }

    /// <summary>Legendre's polynomials P₀(t), P₁(t), …: k·P_k = (2k − 1)·t·P_{k−1} − (k − 1)·P_{k−2}; |P_k| ≤ 1 on [−1, 1].</summary>
    /// <param name="points">m numbers t.</param>
    /// <param name="count">The number of columns, not negative.</param>
    public static Matrix<double> Legendre(ReadOnlySpan<double> points, int count)
    {
        Matrix<double> features = new(points.Length, count);
        for (int i = 0; i < points.Length; i++)
        {
            Span<double> row = features.Row(i);
            for (int k = 0; k < count; k++)
            {
                row[k] = k == 0 ? 1 : k == 1 ? points[i] : ((((2 * k) - 1) * points[i] * row[k - 1]) - ((k - 1) * row[k - 2])) / k;
            }
        }

        return features;
    }

    /// <summary>max(0, X·W) with W normal of variance 1/n: the hidden layer of a network whose first layer is not trained.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="x">m × n.</param>
    /// <param name="count">The number of features.</param>
    public static Matrix<double> RandomFeatures(RandomSource random, Matrix<double> x, int count)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix<double> weights = Gaussian(random, x.Columns, count), features = new(x.Rows, count);
        Product.Multiply<double>(features.AsSpan(), x, weights, 1 / Math.Sqrt(x.Columns), 0);
        foreach (ref double feature in features.Data.AsSpan())
        {
            feature = Math.Max(0, feature);
        }

        return features;
    }
}
