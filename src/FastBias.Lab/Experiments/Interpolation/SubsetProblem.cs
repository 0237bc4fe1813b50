namespace FastBias.Lab;

/// <summary>A regression of which random rows are used for training and all others for testing.</summary>
/// <remarks>
/// With β* the fit to all rows, R the triangular factor of all of X and E = Y − Xβ*, the squared errors of any β on all rows are ‖R(β − β*)‖² + ‖E‖² (the residual E is orthogonal to the columns of X).
/// So a β is judged on thousands of rows by n² operations in place of mn, and without cancellation.
/// </remarks>
internal sealed class SubsetProblem
{
    private readonly double[] _triangle;
    private readonly double _misfitSquares;

    public SubsetProblem(string name, Matrix<double> x, double[] y)
    {
        (Name, X, Y) = (name, x, y);
        Qr<double> qr = Qr<double>.Factor(x);
        _triangle = Matrix<double>.Copy(qr.R.Slice(0, 0, x.Columns, x.Columns)).Data;
        Matrix<double> best = new(x.Columns, 1);
        Status status = qr.Solve(best.AsSpan(), new Matrix<double>((double[])y.Clone(), y.Length, 1));
        Best = status == Status.Success ? best.Data : throw new InvalidOperationException($"The columns of {name} are dependent: {status}.");
        Misfit = Vectors.Subtract(y, Vectors.Multiply(x, Best));
        _misfitSquares = VectorProduct.Dot<double>(Misfit, Misfit);
    }

    public string Name { get; }

    /// <summary>The name in a sentence.</summary>
    public string Table => Name switch
    {
        "california" => "the California housing table",
        "who" => "the WHO life expectancy table",
        _ => $"the {Name} table",
    };

    public Matrix<double> X { get; }

    public double[] Y { get; }

    public int Dimension => X.Columns;

    /// <summary>β*, the fit to all rows.</summary>
    public double[] Best { get; }

    /// <summary>E = Y − Xβ*: what no linear model explains.</summary>
    public double[] Misfit { get; }

    /// <summary>√(‖E‖²/m).</summary>
    public double MisfitSize => Math.Sqrt(_misfitSquares / Y.Length);

    /// <summary>The same inputs with the exactly linear target Xβ*.</summary>
    public SubsetProblem MadeLinear() => new(Name, X, Vectors.Multiply(X, Best));

    /// <summary>The mean squared error on the rows that were not trained on.</summary>
    /// <param name="beta">The coefficients.</param>
    /// <param name="trainRows">How many rows were trained on.</param>
    /// <param name="trainSquares">The sum of their squared errors.</param>
    public double TestError(ReadOnlySpan<double> beta, int trainRows, double trainSquares)
    {
        int n = Dimension;
        double squares = _misfitSquares;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = i; j < n; j++)
            {
                sum = Math.FusedMultiplyAdd(_triangle[(i * n) + j], beta[j] - Best[j], sum);
            }

            squares = Math.FusedMultiplyAdd(sum, sum, squares);
        }

        return Math.Max(0, squares - trainSquares) / (Y.Length - trainRows);
    }

    /// <summary>The first <paramref name="count"/> of the rows in a random order that depends on seed and repeat only.</summary>
    public int[] Draw(ulong seed, int repeat, int count)
    {
        RandomSource random = new RandomSource(seed).Split((ulong)repeat);
        int[] rows = new int[Y.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        for (int i = 0; i < count; i++)
        {
            int j = i + random.Index(rows.Length - i);
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }

        return rows;
    }

    /// <summary>Some rows of X as a matrix.</summary>
    public Matrix<double> Rows(ReadOnlySpan<int> rows)
    {
        Matrix<double> part = new(rows.Length, Dimension);
        for (int i = 0; i < rows.Length; i++)
        {
            X.Row(rows[i]).CopyTo(part.Row(i));
        }

        return part;
    }
}
