using System.Numerics;

namespace FastBias;

/// <summary>The rows with a weight above zero, centred by their weighted means if there is an intercept.</summary>
/// <remarks>
/// Rows that outweigh the others lie all but in the mean: a − mean(a) would leave the mean's rounding error of them, which their weight makes an equation that drowns the light rows. So they are centred
/// twice: at the heaviest row, which is exact for itself, and then at the mean of what is left, which is as small for heavy rows as it should be.
/// </remarks>
internal sealed class WeightedRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From this quotient of √wᵢ on, weights are too different to be treated alike.</summary>
    private const int Stiff = 1024;

    private readonly T[] _roots;
    private readonly T[] _centersA;
    private readonly T[] _centersB;

    private WeightedRows(Matrix<T> a, Matrix<T> b, T[] weights, int exponent, bool intercept)
    {
        (A, B, Weights, Exponent, HasIntercept) = (a, b, weights, exponent, intercept);
        _roots = [.. weights.Select(T.Sqrt)];
        (Given, GivenB) = IsStiff && intercept ? (a.Clone(), b.Clone()) : (a, b);
        (_centersA, _centersB) = (Center(a), Center(b));
    }

    public Matrix<T> A { get; }

    public Matrix<T> B { get; }

    /// <summary>The rows as they were given, if the weights are stiff.</summary>
    public Matrix<T> Given { get; }

    /// <summary>The right-hand sides as they were given, if the weights are stiff.</summary>
    public Matrix<T> GivenB { get; }

    /// <summary>The weights, divided by 4^<see cref="Exponent"/>.</summary>
    public T[] Weights { get; }

    public int Count => _roots.Length;

    public bool HasIntercept { get; }

    /// <summary>√wᵢ was divided by 2^Exponent.</summary>
    public int Exponent { get; }

    /// <summary>The largest √wᵢ over the smallest.</summary>
    public T Spread => Count == 0 ? T.One : _roots.Max() / _roots.Min();

    public bool IsStiff => Spread > T.CreateTruncating(Stiff);

    public static WeightedRows<T> Create(Matrix<T> a, Matrix<T> b, ScaledMatrix<T> weights, bool intercept)
    {
        T[] w = weights.Matrix.Data;
        int[] used = [.. Enumerable.Range(0, w.Length).Where(i => w[i] > T.Zero)];

        // An even power of two, so that its root is one too.
        bool odd = int.IsOddInteger(weights.Exponent);
        T[] kept = [.. used.Select(i => odd ? w[i] + w[i] : w[i])];
        return new(SolverMath.PickRows<T>(a, used), SolverMath.PickRows<T>(b, used), kept, (weights.Exponent - (odd ? 1 : 0)) / 2, intercept);
    }

    /// <summary>Some columns of the rows as they were given, and behind them one of ones if there is an intercept: what holds between rows holds exactly, which a mean that was taken out would spoil.</summary>
    public Matrix<T> Pick(int[] columns)
    {
        Matrix<T> picked = new(Count, columns.Length + (HasIntercept ? 1 : 0));
        SolverMath.PickColumns<T>(Given, columns).AsSpan().CopyTo(picked.Slice(0, 0, Count, columns.Length));
        picked.Slice(0, columns.Length, Count, picked.Columns - columns.Length).Fill(T.One);
        return picked;
    }

    /// <summary>diag(√w)·C.</summary>
    public Matrix<T> Weigh(Matrix<T> c) => Each(c, (element, i) => element * _roots[i]);

    /// <summary>diag(1/√w)·C.</summary>
    public Matrix<T> Unweigh(Matrix<T> c) => Each(c, (element, i) => element / _roots[i]);

    /// <summary>c = mean(b) − mean(a)·x for each right-hand side.</summary>
    public T[] Intercepts(Matrix<T> x) => HasIntercept ? Centering.Intercepts(x, _centersA, _centersB) : [];

    /// <summary>The gradient against the size of its terms, and ‖√W·r‖.</summary>
    public (T Optimality, T WeightedResidual) Measure(Matrix<T> x, Parallelism parallelism)
    {
        Matrix<T> residual = Weigh(SolverMath.Residual<T>(A, x, B, parallelism)), weighed = Weigh(A);
        Matrix<T> gradient = SolverMath.Times<T>(weighed.Transposed, residual, parallelism);
        T[] rowNorms = Columns.Norms(Matrix<T>.Copy(A.Transposed)), lengths = Columns.Norms(x);
        Matrix<T> size = Absolute(B);
        for (int i = 0; i < size.Rows; i++)
        {
            VectorProduct.AddScaled<T>(size.Row(i), rowNorms[i], lengths);
        }

        Matrix<T> terms = SolverMath.Times<T>(Absolute(weighed).Transposed, Weigh(size), parallelism);
        T worst = T.Zero;
        for (int i = 0; i < gradient.Data.Length; i++)
        {
            T value = T.Abs(gradient.Data[i]);
            worst = value == T.Zero ? worst : T.Max(worst, value / terms.Data[i]);
        }

        return (worst, SolverMath.Largest(Columns.Norms(residual)));
    }

    private static Matrix<T> Each(Matrix<T> c, Func<T, int, T> map)
    {
        Matrix<T> mapped = c.Clone();
        for (int i = 0; i < mapped.Rows; i++)
        {
            foreach (ref T element in mapped.Row(i))
            {
                element = map(element, i);
            }
        }

        return mapped;
    }

    /// <summary>Takes the weighted means out of the columns, if there is an intercept, and returns them.</summary>
    private T[] Center(Matrix<T> rows)
    {
        T[] centers = new T[rows.Columns];
        if (!HasIntercept || rows.Rows == 0)
        {
            return centers;
        }

        if (IsStiff)
        {
            rows.Row(Array.IndexOf(Weights, Weights.Max())).CopyTo(centers);
            Subtract(rows, centers);
        }

        T[] means = [.. Enumerable.Range(0, centers.Length).Select(j => Mean(rows, j))];
        Subtract(rows, means);
        VectorProduct.AddScaled<T>(centers, T.One, means);
        return centers;
    }

    private static void Subtract(Matrix<T> rows, T[] row)
    {
        for (int i = 0; i < rows.Rows; i++)
        {
            VectorProduct.AddScaled<T>(rows.Row(i), -T.One, row);
        }
    }

    /// <summary>The weighted mean; a constant column's is its value, so that it becomes exactly zero.</summary>
    private T Mean(Matrix<T> rows, int column)
    {
        CompensatedSum<T> sum = default, total = default;
        bool constant = true;
        for (int i = 0; i < Weights.Length; i++)
        {
            sum.AddProduct(Weights[i], rows[i, column]);
            total.Add(Weights[i]);
            constant &= rows[i, column] == rows[0, column];
        }

        return constant ? rows[0, column] : sum.Value / total.Value;
    }

    private static Matrix<T> Absolute(Matrix<T> a) => new([.. a.Data.Select(T.Abs)], a.Rows, a.Columns);
}
