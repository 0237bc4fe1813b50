using System.Numerics;

namespace FastBias;

/// <summary>Decomposes a design once as it is and once with columns of length one, and gathers the diagnosis.</summary>
internal sealed class DiagnosisBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SolverInput<T> _input;
    private readonly DiagnosisOptions<T> _options;
    private readonly bool _hasTarget;
    private readonly T _cutoff;
    private readonly Matrix<T> _x;
    private readonly T[] _y;

    public DiagnosisBuilder(SolverInput<T> input, Matrix<T> x, T[] y, bool hasTarget, DiagnosisOptions<T> options, T cutoff) =>
        (_input, _x, _y, _hasTarget, _options, _cutoff) = (input, x, y, hasTarget, options, cutoff);

    public DesignDiagnosis<T> Build()
    {
        RegressionSolution<T> fit = LinearRegression.Fit<T>(_x, _y, new RegressionOptions<T>
        {
            Intercept = _options.Intercept,
            RelativeCutoff = _options.RelativeCutoff,
            Names = _options.Names,
            Parallelism = _options.Parallelism,
            CancellationToken = _options.CancellationToken,
        });
        _input.ThrowIfCancelled();
        if (fit.Status != Status.Success)
        {
            return new() { Status = fit.Status, Reason = fit.Reason, HasTarget = _hasTarget, HasIntercept = _options.Intercept };
        }

        (Matrix<T> centred, T[] means) = Centering.Columns(_x, _options.Intercept);
        (Matrix<T> target, _) = Centering.Columns(new Matrix<T>(_y, _y.Length, 1), _options.Intercept);
        T[] lengths = Columns.Norms(centred);
        DiagnosedDesign<T> design = new(_input, centred, target.Data, lengths, means, _options, _cutoff);
        return Gather(design, fit);
    }

    private DesignDiagnosis<T> Gather(DiagnosedDesign<T> design, RegressionSolution<T> fit)
    {
        int rank = design.Rank.Rank;
        T[] estimates = [.. fit.Coefficients.Select(coefficient => coefficient.Estimate)], residual = design.Residual(estimates);
        RowDiagnosis<T> rows = new(design, residual, _hasTarget);
        DesignDiagnosis<T> diagnosis = new()
        {
            Status = design.Status,
            Reason = fit.Reason,
            Rows = _x.Rows,
            Columns = _x.Columns,
            HasTarget = _hasTarget,
            HasIntercept = _options.Intercept,
            Rank = design.Rank,
            Spectrum = SpectrumDiagnosis<T>.Of(design.Given.S, rank),
            ScaledSpectrum = SpectrumDiagnosis<T>.Of(design.Unit.S, rank),
            Condition = Condition(design),
            NullSpace = design.NullSpace(),
            Range = Matrix<T>.Copy(design.Unit.U.Slice(0, 0, _x.Rows, rank)),
            Dependencies = fit.Dependencies,
            Coefficients = new CoefficientReader<T>(design, fit, residual, _hasTarget).Read(),
            Observations = rows.Observations,
            LeaveOneOutError = rows.LeaveOneOutError,
            Sensitivity = _hasTarget ? design.Sensitivity(estimates, residual) : null,
            Threshold = ThresholdReader.Read(design, _hasTarget ? fit : null, _options),
            Fit = _hasTarget ? fit : null,
            Data = _hasTarget ? (design.Centred, design.Target) : null,
        };
        return diagnosis with { Findings = DiagnosisFindings.Describe(diagnosis, fit) };
    }

    private ConditionDiagnosis<T> Condition(DiagnosedDesign<T> design)
    {
        int rank = design.Rank.Rank, all = rank;
        T[] raw = design.Given.S;
        if (_options.Intercept && _x.Rows > 0)
        {
            Matrix<T> withOnes = new(_x.Rows, _x.Columns + 1);
            _x.AsSpan().CopyTo(withOnes.Slice(0, 0, _x.Rows, _x.Columns));
            withOnes.Slice(0, _x.Columns, _x.Rows, 1).Fill(T.One);
            raw = _input.Svd(withOnes, SvdVectors.None).S;
            all = Math.Min(rank + 1, raw.Length);
        }

        return new(
            SpectrumDiagnosis<T>.Of(raw, all).Condition,
            SpectrumDiagnosis<T>.Of(design.Given.S, rank).Condition,
            SpectrumDiagnosis<T>.Of(design.Unit.S, rank).Condition,
            -Math.Log10(double.CreateTruncating(FactorRange<T>.Epsilon)));
    }
}
