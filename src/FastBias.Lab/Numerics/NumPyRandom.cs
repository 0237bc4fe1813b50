namespace FastBias.Lab;

/// <summary>A stream of NumPy's: what both of them make of their bits in the same way.</summary>
/// <remarks>For published seeds; new work uses <see cref="RandomSource"/>. An instance is not for two threads at a time. Nothing is allocated but the state and the results.</remarks>
public abstract class NumPyRandom
{
    private protected NumPyRandom()
    {
    }

    /// <summary><c>random()</c>, <c>random_sample()</c>: a multiple of 2⁻⁵³ in [0, 1).</summary>
    public abstract double Uniform();

    /// <summary><c>uniform(low, high)</c>.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary><c>random(x.Length)</c>.</summary>
    /// <param name="x">Overwritten.</param>
    public void FillUniform(Span<double> x)
    {
        foreach (ref double element in x)
        {
            element = Uniform();
        }
    }

    /// <summary><c>standard_normal()</c>, <c>randn()</c>.</summary>
    public abstract double Normal();

    /// <summary><c>standard_normal(x.Length)</c>.</summary>
    /// <param name="x">Overwritten.</param>
    public void FillNormal(Span<double> x)
    {
        foreach (ref double element in x)
        {
            element = Normal();
        }
    }

    /// <summary><c>scale * standard_normal(count)</c>.</summary>
    /// <param name="count">How many, not negative.</param>
    /// <param name="scale">Their deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public double[] Normal(int count, double scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] x = new double[count];
        FillNormal(x);
        Vectors.Scale(x, scale);
        return x;
    }

    /// <summary><c>standard_normal((rows, columns))</c>.</summary>
    /// <param name="rows">The number of rows, not negative.</param>
    /// <param name="columns">The number of columns, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Matrix<double> Normal(int rows, int columns)
    {
        Matrix<double> matrix = new(rows, columns);
        FillNormal(matrix.Data);
        return matrix;
    }

    /// <summary><c>shuffle(items)</c>.</summary>
    /// <typeparam name="T">Anything.</typeparam>
    /// <param name="items">Reordered.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = (int)Masked((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary><c>permutation(count)</c>: 0 … count − 1 in random order.</summary>
    /// <param name="count">Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>32 random bits.</summary>
    private protected abstract uint NextWord();

    /// <summary>0 … largest: bits under a mask, drawn again while they are greater. No draw for 0.</summary>
    private protected uint Masked(uint largest)
    {
        if (largest == 0)
        {
            return 0;
        }

        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(largest), value;
        do
        {
            value = NextWord() & mask;
        }
        while (value > largest);
        return value;
    }
}
