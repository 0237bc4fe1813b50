namespace FastBias.Lab;

/// <summary>The least squares fit of minimum norm, X⁺Y, of a table that grows by a row at a time: n² operations for a row.</summary>
/// <remarks>
/// <para>While rows are fewer than columns, each new row is orthogonalized against the rows before it (Gram-Schmidt, twice), and the coefficients move along what is left of it until the new target is met:
/// β ← β + q·(y − x·β)/‖h‖, h = (I − QQᵀ)x, q = h/‖h‖. From then on the triangle of X = QR is kept, a new row rotated into it (Givens).</para>
/// <para>For many small problems, where a factorization from the start for each number of rows would cost as many times as much as there are numbers of rows. A row that depends on those before it
/// (‖h‖ ≤ 10⁻¹¹‖x‖) sets <see cref="IsDependent"/>: then solve with the singular value decomposition of <see cref="Factor"/>.</para>
/// <para>Source: T. Greville, Some applications of the pseudoinverse of a matrix, SIAM Review 2 (1960); Å. Björck, Numerical Methods for Least Squares Problems, sections 2.4 and 3.2.</para>
/// </remarks>
internal sealed class GrowingFit(int columns)
{
    private const double DependenceCutoff = 1e-11;
    private readonly double[] _basis = new double[columns * columns];
    private readonly double[] _triangle = new double[columns * columns];
    private readonly double[] _projected = new double[columns];
    private readonly double[] _beta = new double[columns];
    private readonly double[] _row = new double[columns];
    private int _directions;
    private bool _isSolved = true;

    /// <summary>How many rows there are.</summary>
    public int Rows { get; private set; }

    /// <summary>‖Y − Xβ‖²: what was rotated out of the targets.</summary>
    public double ResidualSquares { get; private set; }

    /// <summary>The length of the part of the last row that is orthogonal to the rows before it; 0 once there are as many rows as columns.</summary>
    public double Novelty { get; private set; }

    /// <summary>Whether a row was, to rounding, a combination of those before it while there were fewer rows than columns.</summary>
    public bool IsDependent { get; private set; }

    /// <summary>X⁺Y; valid until the next row.</summary>
    public ReadOnlySpan<double> Beta
    {
        get
        {
            if (!_isSolved)
            {
                Solve();
            }

            return _beta;
        }
    }

    /// <summary>The triangle of X = QR, min(rows, columns) × columns: the same singular values and right singular vectors as X.</summary>
    public Matrix<double> Factor() => new(_triangle[..(Math.Min(Rows, columns) * columns)], Math.Min(Rows, columns), columns);

    /// <summary>QᵀY, as long as <see cref="Factor"/> has rows.</summary>
    public double[] Projected() => _projected[..Math.Min(Rows, columns)];

    /// <summary>One more row.</summary>
    public void Add(ReadOnlySpan<double> row, double target)
    {
        if (Rows < columns)
        {
            Extend(row, target);
        }
        else
        {
            Novelty = 0;
            _isSolved = false;
        }

        Rotate(row, target);
        Rows++;
    }

    private void Extend(ReadOnlySpan<double> row, double target)
    {
        row.CopyTo(_row);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int k = 0; k < _directions; k++)
            {
                ReadOnlySpan<double> direction = _basis.AsSpan(k * columns, columns);
                Move(_row, -Dot(direction, _row), direction);
            }
        }

        Novelty = Math.Sqrt(Dot(_row, _row));
        if (!(Novelty > DependenceCutoff * Math.Sqrt(Dot(row, row))))
        {
            IsDependent = true;
            _isSolved = false;
            return;
        }

        double step = (target - Dot(row, _beta)) / Novelty;
        Span<double> next = _basis.AsSpan(_directions * columns, columns);
        for (int j = 0; j < columns; j++)
        {
            next[j] = _row[j] / Novelty;
        }

        Move(_beta, step, next);
        _directions++;
    }

    private void Rotate(ReadOnlySpan<double> row, double target)
    {
        row.CopyTo(_row);
        for (int i = 0; i < columns; i++)
        {
            double below = _row[i];
            if (below == 0)
            {
                continue;
            }

            Span<double> upper = _triangle.AsSpan(i * columns, columns);
            double above = upper[i], length = Math.Sqrt(Math.FusedMultiplyAdd(above, above, below * below)), c = above / length, s = below / length;
            for (int j = i; j < columns; j++)
            {
                double high = upper[j], low = _row[j];
                upper[j] = Math.FusedMultiplyAdd(c, high, s * low);
                _row[j] = Math.FusedMultiplyAdd(c, low, -s * high);
            }

            (_projected[i], target) = (Math.FusedMultiplyAdd(c, _projected[i], s * target), Math.FusedMultiplyAdd(c, target, -s * _projected[i]));
        }

        ResidualSquares = Math.FusedMultiplyAdd(target, target, ResidualSquares);
    }

    private void Solve()
    {
        _isSolved = true;
        if (IsDependent)
        {
            Matrix<double> beta = new(_beta, columns, 1);
            double[] projected = Projected();
            Svd<double>.Factor(Factor()).Solve(beta.AsSpan(), new Matrix<double>(projected, projected.Length, 1));
            return;
        }

        for (int i = columns - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> upper = _triangle.AsSpan(i * columns, columns);
            double sum = _projected[i];
            for (int j = i + 1; j < columns; j++)
            {
                sum = Math.FusedMultiplyAdd(-upper[j], _beta[j], sum);
            }

            _beta[i] = sum / upper[i];
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum = Math.FusedMultiplyAdd(a[j], b[j], sum);
        }

        return sum;
    }

    private static void Move(Span<double> a, double step, ReadOnlySpan<double> b)
    {
        for (int j = 0; j < a.Length; j++)
        {
            a[j] = Math.FusedMultiplyAdd(step, b[j], a[j]);
        }
    }
}
