namespace FastBias.Lab;

/// <summary>n noiseless measurements yᵢ = ⟨θ*, xᵢ⟩ of a θ* that is 1 on r places drawn at random and 0 elsewhere; xᵢ standard normal.</summary>
internal sealed class SparseProblem
{
    private SparseProblem(Matrix<double> x, double[] truth, int[] support) =>
        (X, Truth, Support, Y) = (x, truth, support, Vectors.Multiply(x, truth));

    /// <summary>n x d.</summary>
    public Matrix<double> X { get; }

    /// <summary>θ* = β*⊙β*.</summary>
    public double[] Truth { get; }

    /// <summary>Where θ* is 1, rising.</summary>
    public int[] Support { get; }

    /// <summary>X·θ*.</summary>
    public double[] Y { get; }

    /// <summary>A problem from a stream.</summary>
    public static SparseProblem Draw(RandomSource random, int rows, int dimension, int sparsity)
    {
        int[] places = [.. Enumerable.Range(0, dimension)];
        random.Shuffle<int>(places);
        int[] support = [.. places.Take(sparsity).Order()];
        double[] truth = new double[dimension];
        Array.ForEach(support, place => truth[place] = 1);
        return new(Synthetic.Gaussian(random, rows, dimension), truth, support);
    }

    /// <summary>The problem of the first rows alone.</summary>
    public SparseProblem Take(int rows) => new(Matrix<double>.Copy(X.Slice(0, 0, rows, X.Columns)), Truth, Support);

    /// <summary>‖θ − θ*‖².</summary>
    public double Error(ReadOnlySpan<double> theta) => Vectors.Square(Vectors.Subtract(theta, Truth));

    /// <summary>The largest |θⱼ| off the support.</summary>
    public double OffSupport(ReadOnlySpan<double> theta)
    {
        double largest = 0;
        for (int j = 0; j < theta.Length; j++)
        {
            largest = Truth[j] == 0 ? Math.Max(largest, Math.Abs(theta[j])) : largest;
        }

        return largest;
    }
}
