namespace FastBias.Reference;

/// <summary>Exact linear algebra on fractions, for matrices up to about 12 columns.</summary>
public sealed class RationalMatrix
{
    private readonly Rational[,] _elements;

    /// <summary>A matrix of these elements (not copied).</summary>
    public RationalMatrix(Rational[,] elements) => _elements = elements;

    /// <summary>The exact values of doubles.</summary>
    public RationalMatrix(double[,] elements)
        : this(Dense.Generate(elements.GetLength(0), elements.GetLength(1), (i, j) => Rational.From(elements[i, j])))
    {
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _elements.GetLength(0);

    /// <summary>The number of columns.</summary>
    public int Columns => _elements.GetLength(1);

    /// <summary>The transpose.</summary>
    public RationalMatrix Transpose => new(Dense.Transpose(_elements));

    /// <summary>An element.</summary>
    public Rational this[int i, int j] => _elements[i, j];

    /// <summary>A column vector.</summary>
    public static RationalMatrix Column(IEnumerable<double> values) => new(Dense.AsColumn(values.Select(Rational.From).ToArray()));

    /// <summary>A·B.</summary>
    public static RationalMatrix operator *(RationalMatrix a, RationalMatrix b)
    {
        if (a.Columns != b.Rows)
        {
            throw new ArgumentException("The shapes do not fit.", nameof(b));
        }

        return new(Dense.Generate(a.Rows, b.Columns, (i, j) =>
        {
            Rational sum = Rational.Zero;
            for (int k = 0; k < a.Columns; k++)
            {
                if (!a[i, k].IsZero && !b[k, j].IsZero)
                {
                    sum += a[i, k] * b[k, j];
                }
            }

            return sum;
        }));
    }

    /// <summary>A − B.</summary>
    public static RationalMatrix operator -(RationalMatrix a, RationalMatrix b) => new(Dense.Generate(a.Rows, a.Columns, (i, j) => a[i, j] - b[i, j]));

    /// <summary>Each element rounded once to double.</summary>
    public double[,] ToDouble() => Dense.Generate(Rows, Columns, (i, j) => this[i, j].ToDouble());

    /// <summary>The exact rank.</summary>
    public int Rank() => Reduce(out _).Length;

    /// <summary>A basis of the null space, as columns: n x (n − rank).</summary>
    public RationalMatrix NullSpace()
    {
        int[] pivots = Reduce(out RationalMatrix reduced);
        int[] free = [.. Enumerable.Range(0, Columns).Except(pivots)];
        Rational[,] basis = new Rational[Columns, free.Length];
        for (int f = 0; f < free.Length; f++)
        {
            basis[free[f], f] = Rational.One;
            for (int p = 0; p < pivots.Length; p++)
            {
                basis[pivots[p], f] = -reduced[p, free[f]];
            }
        }

        return new(basis);
    }

    /// <summary>The solution of A·X = B for a square A of full rank.</summary>
    /// <exception cref="InvalidOperationException">A is singular.</exception>
    public RationalMatrix Solve(RationalMatrix b)
    {
        RationalMatrix both = new(Dense.Generate(Rows, Columns + b.Columns, (i, j) => j < Columns ? this[i, j] : b[i, j - Columns]));
        int[] pivots = both.Reduce(out RationalMatrix reduced, Columns);
        if (Rows != Columns || pivots.Length < Columns)
        {
            throw new InvalidOperationException("The matrix is singular or not square.");
        }

        return new(Dense.Generate(Columns, b.Columns, (i, j) => reduced[i, Columns + j]));
    }

    /// <summary>The least-squares solution for full column rank, from the normal equations, which are exact here.</summary>
    /// <exception cref="InvalidOperationException">A does not have full column rank.</exception>
    public RationalMatrix LeastSquares(RationalMatrix b) => (Transpose * this).Solve(Transpose * b);

    /// <summary>The minimum-norm least-squares solution for any rank: with A = B·C of full rank, x = Cᵀ(CCᵀ)⁻¹(BᵀB)⁻¹Bᵀb.</summary>
    public RationalMatrix MinimumNorm(RationalMatrix b)
    {
        int[] pivots = Reduce(out RationalMatrix reduced);
        if (pivots.Length == 0)
        {
            return new(Dense.Generate(Columns, b.Columns, (_, _) => Rational.Zero));
        }

        RationalMatrix basis = new(Dense.Generate(Rows, pivots.Length, (i, j) => this[i, pivots[j]]));
        RationalMatrix rows = new(Dense.Generate(pivots.Length, Columns, (i, j) => reduced[i, j]));
        return rows.Transpose * (rows * rows.Transpose).Solve(basis.LeastSquares(b));
    }

    /// <summary>‖A‖F², exactly.</summary>
    public Rational SquaredNorm()
    {
        Rational sum = Rational.Zero;
        foreach (Rational value in _elements)
        {
            sum += value * value;
        }

        return sum;
    }

    /// <summary>The reduced row echelon form, and the pivot column of each of its rows that is not zero.</summary>
    private int[] Reduce(out RationalMatrix reduced, int? pivotColumns = null)
    {
        Rational[,] a = (Rational[,])_elements.Clone();
        List<int> pivots = [];
        for (int column = 0; column < (pivotColumns ?? Columns) && pivots.Count < Rows; column++)
        {
            int top = pivots.Count, pivot = top;
            while (pivot < Rows && a[pivot, column].IsZero)
            {
                pivot++;
            }

            if (pivot == Rows)
            {
                continue;
            }

            Rational inverse = Rational.One / a[pivot, column];
            for (int j = 0; j < Columns; j++)
            {
                Rational scaled = a[pivot, j] * inverse;
                a[pivot, j] = a[top, j];
                a[top, j] = scaled;
            }

            for (int i = 0; i < Rows; i++)
            {
                Eliminate(a, i, top, column);
            }

            pivots.Add(column);
        }

        reduced = new(a);
        return [.. pivots];
    }

    private static void Eliminate(Rational[,] a, int i, int top, int column)
    {
        Rational factor = a[i, column];
        if (i == top || factor.IsZero)
        {
            return;
        }

        for (int j = column; j < a.GetLength(1); j++)
        {
            if (!a[top, j].IsZero)
            {
                a[i, j] -= factor * a[top, j];
            }
        }
    }
}
