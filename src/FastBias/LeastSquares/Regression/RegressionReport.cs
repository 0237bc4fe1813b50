using System.Globalization;
using System.Numerics;

namespace FastBias;

/// <summary>Brings a solution of the scaled and centred system back to the user's units and gathers what is known about it.</summary>
internal sealed class RegressionReport<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RegressionDesign<T> _design;
    private readonly LeastSquaresSolution<T> _solved;
    private readonly RegressionSpectrum<T> _spectrum;
    private readonly RegressionOptions<T> _options;
    private readonly T[] _gamma;
    private readonly bool _isShortest;
    private readonly T[] _residual;
    private readonly T _freedom;
    private readonly T _noise;

    public RegressionReport(RegressionDesign<T> design, LeastSquaresSolution<T> solved, RegressionSpectrum<T> spectrum, RegressionOptions<T> options)
    {
        _design = design;
        _solved = solved;
        _spectrum = spectrum;
        _options = options;
        _gamma = solved.X.Column(0);
        _isShortest = !spectrum.IsRidge && MinimumNormUnits.Shorten(_gamma, design.BackExponent, spectrum.NullRows(), spectrum.ZeroTolerance);

        _residual = [.. design.Z];
        Product.Multiply(_residual, design.D, _gamma, -T.One, T.One);

        // Whole without a ridge, where a sum of ones must not leave a rounding error behind.
        T parameters = spectrum.IsRidge ? spectrum.EffectiveDegrees : T.CreateTruncating(spectrum.Rank);
        _freedom = T.CreateTruncating(_residual.Length) - parameters - (options.Intercept ? T.One : T.Zero);
        _noise = _freedom > T.Zero ? VectorProduct.Norm<T>(_residual) / T.Sqrt(_freedom) : T.NaN;
    }

    private int Columns => _spectrum.Columns;

    public RegressionSolution<T> Create()
    {
        T[] beta = [.. _gamma.Select((gamma, j) => T.ScaleB(gamma, _design.BackExponent[j]))];
        List<string> names = [.. _options.Names ?? Enumerable.Range(1, Columns).Select(j => string.Create(CultureInfo.InvariantCulture, $"x{j}"))];
        T intercept = FindIntercept();
        T[] estimates = _options.Intercept ? [.. beta, intercept] : beta;
        Identifiability<T> open = Identifiability<T>.Find(_design, _spectrum, _options.Intercept ? [.. names, "intercept"] : names, estimates);
        List<RegressionCoefficient<T>> coefficients = [.. beta.Select((estimate, j) => Coefficient(names[j], j, estimate, open.IsDetermined[j]))];
        return new RegressionSolution<T>
        {
            Status = Status.Success,
            Method = _solved.Method,
            Reason = _solved.Reason,
            Rows = _residual.Length,
            Columns = Columns,
            Rank = _spectrum.Rank,
            RelativeCutoff = _solved.RelativeCutoff,
            RankGap = _solved.RankGap,
            NullSpaceDimension = Columns - _spectrum.Rank,
            ResidualNorm = Back(VectorProduct.Norm<T>(_residual)),
            SolutionNorm = VectorProduct.Norm<T>(beta),
            ConditionEstimate = _solved.ConditionEstimate,
            BackwardError = _solved.BackwardError,
            ForwardErrorBound = _solved.ForwardErrorBound,
            IsMinimumNorm = _isShortest,
            Coefficients = coefficients,
            Intercept = _options.Intercept ? InterceptCoefficient(intercept, open.IsInterceptDetermined) : null,
            RSquared = FindRSquared(),
            DegreesOfFreedom = _freedom,
            ResidualStandardError = Back(_noise),
            Leverages = FindLeverages(),
            Dependencies = open.Dependencies,
            DeterminedCombinations = open.Combinations,
            Warnings = FindWarnings(open, coefficients),
        };
    }

    private T Back(T value) => T.ScaleB(value, _design.TargetExponent);

    private RegressionCoefficient<T> Coefficient(string name, int j, T estimate, bool isDetermined)
    {
        T error = isDetermined || _spectrum.IsRidge ? T.ScaleB(_noise * _spectrum.Deviation(j), _design.BackExponent[j]) : T.NaN;
        T share = VectorProduct.Norm<T>(_design.D.Column(j)) * _spectrum.LeastSquaresDeviation(j);
        return new(name, estimate, error, isDetermined, isDetermined ? share * share : T.PositiveInfinity);
    }

    /// <summary>The mean of what the slopes leave, in full: the part of the centres and the little that the residual keeps.</summary>
    private T FindIntercept()
    {
        CompensatedSum<T> sum = default;
        sum.Add(_design.TargetCenter);
        for (int j = 0; j < Columns; j++)
        {
            sum.AddProduct(-_design.Center[j], _gamma[j]);
        }

        sum.Add(Mean(_residual));
        return Back(sum.Value);
    }

    private RegressionCoefficient<T> InterceptCoefficient(T estimate, bool isDetermined)
    {
        int rows = _residual.Length;
        T slopes = _spectrum.Deviation(_design.Center);
        T error = isDetermined && rows > 0 ? Back(_noise * T.Sqrt((T.One / T.CreateTruncating(rows)) + (slopes * slopes))) : T.NaN;
        return new("intercept", estimate, error, isDetermined && rows > 0, T.NaN);
    }

    private T FindRSquared()
    {
        T[] deviations = [.. _design.Z];
        T mean = Mean(deviations);
        foreach (ref T deviation in deviations.AsSpan())
        {
            deviation -= mean;
        }

        T total = VectorProduct.Norm<T>(deviations);
        T share = VectorProduct.Norm<T>(_residual) / total;
        return total == T.Zero ? T.NaN : T.One - (share * share);
    }

    private T[] FindLeverages()
    {
        T constant = _options.Intercept ? T.One / T.CreateTruncating(Math.Max(1, _residual.Length)) : T.Zero;

        // Rounding in directions that are all but null may add to more than all there is.
        return [.. _spectrum.Leverages.Select(leverage => T.Min(T.One, leverage + constant))];
    }

    private List<string> FindWarnings(Identifiability<T> open, List<RegressionCoefficient<T>> coefficients)
    {
        const int LongestList = 20;
        const int LongestSum = 8;
        List<string> warnings = [.. open.Dependencies.Take(LongestList).Select(sum => $"the columns depend on each other: {sum.ToString(LongestSum)} = 0")];
        if (open.Dependencies.Count > LongestList || open.IsTooLarge)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{Columns - _spectrum.Rank} dependencies between columns in all"));
        }

        warnings.AddRange(Collinearity.Describe(_spectrum, coefficients));
        if (!(_freedom > T.Zero))
        {
            warnings.Add("as many coefficients as rows: the fit says nothing about the noise, there are no standard errors");
        }

        return warnings;
    }

    private static T Mean(ReadOnlySpan<T> values)
    {
        CompensatedSum<T> sum = default;
        foreach (T value in values)
        {
            sum.Add(value);
        }

        return values.Length == 0 ? T.Zero : sum.Value / T.CreateTruncating(values.Length);
    }
}
