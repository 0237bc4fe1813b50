using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A diagnosis from a state: that of a small table whose columns have the same lengths, means and angles as those of all rows.</summary>
/// <remarks>
/// <code>
///   coordinates  ┌ R  d ┐   k = n + 1 rows; a rotation turns the column of ones to the first axis, and what lies below are the centred columns
///                └ 0  s ┘
///   table        H·(mean of each column on the first axis, centred part below)·√k:  H maps the first axis to (1, …, 1)/√k,
///                so that the column of ones is one again, and the mean of each column is its (weighted) mean
/// </code>
/// With W the sum of the weights the table's singular values are √(k/W) times those of the data, and its residuals have another number of degrees of freedom: both are put right afterwards.
/// Everything that belongs to single rows is left out.
/// </remarks>
internal sealed class AccumulatedDiagnosis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AccumulatedProblem<T> _problem;
    private readonly int _target;
    private readonly int _ones;
    private readonly int[] _columns;
    private readonly int _count;
    private readonly T _shrink;

    public AccumulatedDiagnosis(AccumulatedProblem<T> problem, int target, int? ones)
    {
        (_problem, _target, _ones) = (problem, target, ones ?? -1);
        _columns = [.. Enumerable.Range(0, problem.R.Columns).Where(j => j != _ones)];
        _count = problem.R.Columns + 1;
        _shrink = T.Sqrt(T.CreateTruncating(_count) / T.CreateTruncating(problem.WeightSum));
    }

    public DesignDiagnosis<T> Run(DiagnosisOptions<T> options)
    {
        (Matrix<T> table, T loss) = Table();
        Matrix<T> x = SolverMath.PickColumns<T>(table, [.. Enumerable.Range(0, _columns.Length)]);
        IReadOnlyList<string>? names = _problem.Names.Count == 0 ? options.Names : [.. _columns.Select(j => _problem.Names[j])];
        DesignDiagnosis<T> diagnosis = DesignDiagnosis.Diagnose<T>(x, table.Column(_columns.Length), options with
        {
            Intercept = _ones >= 0,
            Names = names,
            RelativeCutoff = options.RelativeCutoff ?? T.Min(T.CreateTruncating(_count) * FactorRange<T>.Epsilon * loss, T.Sqrt(FactorRange<T>.Epsilon)),
        });
        return diagnosis.Status == Status.Success ? InDataUnits(diagnosis) : diagnosis;
    }

    /// <summary>The table, the target its last column; and by how much centring shortened a column at most: so many digits less of it are known.</summary>
    private (Matrix<T> Table, T Loss) Table()
    {
        Matrix<T> coordinates = new(_count, _columns.Length + 1);
        for (int j = 0; j < _columns.Length; j++)
        {
            Place(coordinates, j, _problem.R.Column(_columns[j]), T.Zero);
        }

        Place(coordinates, _columns.Length, _problem.ProjectedTargets.Column(_target), _problem.RestNorms[_target]);
        if (_ones < 0)
        {
            return (coordinates, T.One);
        }

        // To the first axis by one reflection, and back from it to the ones by another.
        T[] toAxis = _problem.R.Column(_ones).Append(T.Zero).ToArray(), fromAxis = new T[_count];
        T size = VectorKernels.Norm<T>(toAxis), loss = T.One;
        toAxis[0] += T.CopySign(size, toAxis[0]);
        T turned = -T.CopySign(T.One, toAxis[0]);
        Array.Fill(fromAxis, T.One / T.Sqrt(T.CreateTruncating(_count)));
        fromAxis[0] += T.One;
        T noise = T.CreateTruncating(8 * _count) * FactorRange<T>.Epsilon;
        Matrix<T> table = new(_count, coordinates.Columns);
        for (int j = 0; j < coordinates.Columns; j++)
        {
            T[] column = coordinates.Column(j);
            T whole = VectorKernels.Norm<T>(column);
            Reflect(column, toAxis);
            T mean = turned * column[0], length = VectorKernels.Norm<T>(column.AsSpan(1));
            column[0] = T.Zero;
            if (length <= noise * whole)
            {
                // A constant, which is not zero but for rounding.
                Array.Clear(column);
            }
            else if (j < _columns.Length)
            {
                loss = T.Max(loss, whole / length);
            }

            // H·e₁ = −(1, …, 1)/√k, so that H·(centred part) has the mean zero.
            Reflect(column, fromAxis);
            for (int i = 0; i < _count; i++)
            {
                table[i, j] = column[i] + (mean / T.Sqrt(T.CreateTruncating(_count)));
            }
        }

        return (table, loss);
    }

    private void Place(Matrix<T> coordinates, int column, T[] top, T last)
    {
        for (int i = 0; i < top.Length; i++)
        {
            coordinates[i, column] = top[i] * _shrink;
        }

        coordinates[_count - 1, column] = last * _shrink;
    }

    /// <summary>x = (I − 2·v·vᵀ/vᵀv)·x.</summary>
    private static void Reflect(T[] x, T[] v)
    {
        T length = VectorKernels.Norm<T>(v);
        T share = VectorKernels.Dot<T>(v, x) / length / length;
        VectorKernels.Axpy<T>(x, -(share + share), v);
    }

    private DesignDiagnosis<T> InDataUnits(DesignDiagnosis<T> small)
    {
        RegressionSolution<T> fit = small.Fit!;
        int constant = _ones >= 0 ? 1 : 0, rank = small.Rank!.Rank;
        long freedom = _problem.Rows - rank - constant;
        T freedoms = T.CreateTruncating(freedom), residual = fit.ResidualNorm / _shrink;
        T noise = freedom > 0 ? residual / T.Sqrt(freedoms) : T.NaN;

        // s·‖row of the pseudoinverse‖: the second factor of the small table is 1/√(k/W) times that of the data, its residual √(k/W) times.
        T error = freedom > 0 ? T.Sqrt(fit.DegreesOfFreedom / freedoms) : T.NaN;
        RegressionSolution<T> whole = fit with
        {
            Rows = Clamped,
            ResidualNorm = residual,
            DegreesOfFreedom = freedoms,
            ResidualStandardError = noise,
            Leverages = [],

            // About the mean of y, which only the ones tell.
            RSquared = _ones < 0 ? T.NaN : fit.RSquared,
            Coefficients = [.. fit.Coefficients.Select(coefficient => coefficient with { StandardError = coefficient.StandardError * error })],
            Intercept = fit.Intercept is { } intercept ? intercept with { StandardError = intercept.StandardError * error } : null,
            Warnings = [.. fit.Warnings.Where(warning => freedom <= 0 || !warning.StartsWith("as many", StringComparison.Ordinal))],
        };
        DesignDiagnosis<T> diagnosis = small with
        {
            Rows = Clamped,
            Spectrum = Larger(small.Spectrum!),
            Range = new(0, 0),
            Coefficients = [.. small.Coefficients.Select(coefficient => coefficient with { StandardError = coefficient.StandardError * error })],
            Observations = [],
            LeaveOneOutError = T.NaN,
            Threshold = Threshold(small.Threshold!, noise, constant),
            Fit = whole,
        };
        return diagnosis with { Findings = DiagnosisFindings.Describe(diagnosis, whole) };
    }

    private int Clamped => (int)Math.Min(int.MaxValue, _problem.Rows);

    private SpectrumDiagnosis<T> Larger(SpectrumDiagnosis<T> spectrum) => spectrum with { SingularValues = [.. spectrum.SingularValues.Select(sigma => sigma / _shrink)] };

    private ThresholdDiagnosis<T> Threshold(ThresholdDiagnosis<T> small, T noise, int constant)
    {
        T rows = T.CreateTruncating(_problem.Rows - constant), columns = T.CreateTruncating(_columns.Length);
        DivergenceMode<T>[] modes = [.. small.Modes.Select(mode => mode with { InverseSigma = mode.InverseSigma * _shrink, ErrorProjection = noise, Contribution = mode.InverseSigma * _shrink * mode.Projection * noise })];
        T total = VectorProduct.Norm<T>([.. modes.Select(mode => mode.Contribution)]);
        return small with
        {
            RowsPerParameter = _columns.Length == 0 ? T.PositiveInfinity : rows / columns,
            SmallestSingularValue = small.SmallestSingularValue * T.Sqrt(T.CreateTruncating(_problem.Rows) / T.CreateTruncating(_count)),
            GaussianSmallestSingularValue = T.Abs(T.Sqrt(rows) - T.Sqrt(columns)),
            Modes = [.. modes.Select(mode => mode with { Share = total == T.Zero ? T.Zero : mode.Contribution / total * (mode.Contribution / total) })],
            PredictionError = total,
        };
    }
}
