using System.Numerics;

namespace FastBias;

/// <summary>Leverages, leave-one-out residuals and influence of every row.</summary>
internal sealed class RowDiagnosis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DiagnosedDesign<T> _design;
    private readonly T[] _residual;
    private readonly int _parameters;
    private readonly int _freedom;
    private readonly T _norm;

    public RowDiagnosis(DiagnosedDesign<T> design, T[] residual, bool hasTarget)
    {
        (_design, _residual) = (design, residual);
        _parameters = design.Rank.Rank + (design.HasIntercept ? 1 : 0);
        _freedom = design.Directions - design.Rank.Rank;
        _norm = VectorProduct.Norm<T>(residual);
        int m = residual.Length;
        T rounding = T.CreateTruncating(8) * RankCutoff.Default<T>(m, 1);
        ObservationDiagnosis<T>[] observations = new ObservationDiagnosis<T>[m];
        T[]? slopes = null;
        for (int i = 0; i < m; i++)
        {
            T leverage = Leverage(i), outside = T.One - leverage;
            if (!hasTarget)
            {
                observations[i] = new(i, leverage, T.NaN, T.NaN, T.NaN, T.NaN);
                continue;
            }

            bool decisive = outside <= rounding;
            T without = decisive ? Limit(i, slopes ??= Slopes()) : residual[i] / outside;
            observations[i] = new(i, leverage, residual[i], without, decisive ? T.NaN : Studentized(i, outside), decisive ? T.NaN : Cook(leverage, without));
        }

        Observations = observations;
        T[] errors = [.. observations.Select(observation => observation.LeaveOneOutResidual)];
        LeaveOneOutError = hasTarget && m > 0 ? VectorProduct.Norm<T>(errors) / T.Sqrt(T.CreateTruncating(m)) : T.NaN;
    }

    public ObservationDiagnosis<T>[] Observations { get; }

    public T LeaveOneOutError { get; }

    private T Leverage(int row)
    {
        T sum = _design.HasIntercept ? T.One / T.CreateTruncating(_residual.Length) : T.Zero;
        ReadOnlySpan<T> line = _design.Unit.U.Row(row);
        for (int k = 0; k < _design.Rank.Rank; k++)
        {
            sum += line[k] * line[k];
        }

        return T.Min(sum, T.One);
    }

    private T Studentized(int row, T outside)
    {
        if (_freedom < 2)
        {
            return T.NaN;
        }

        // Relative to the norm, whose square may leave the range.
        T share = _residual[row] / _norm, rest = T.Max(T.Zero, T.One - (share * share / outside)) / T.CreateTruncating(_freedom - 1);
        return _residual[row] == T.Zero ? T.Zero : share / T.Sqrt(rest * outside);
    }

    private T Cook(T leverage, T without) => _freedom < 1 || _norm == T.Zero
        ? T.NaN
        : without / _norm * (without / _norm) * T.CreateTruncating(_freedom) * leverage / T.CreateTruncating(_parameters);

    /// <summary>cₖ/σₖ² in the units of the coefficients, whose length is what the solution of minimum norm makes small.</summary>
    private T[] Slopes()
    {
        int rank = _design.Rank.Rank;
        T[] coordinates = new T[rank];
        Product.Multiply<T>(coordinates, _design.Given.U.Slice(0, 0, _residual.Length, rank).Transposed, _design.Target, _design.Parallelism);
        return [.. coordinates.Select((c, k) => c / Relative(k) / Relative(k))];
    }

    /// <summary>(Σ uᵢₖ·cₖ/σₖ²)/(Σ uᵢₖ²/σₖ²).</summary>
    private T Limit(int row, T[] slopes)
    {
        ReadOnlySpan<T> line = _design.Given.U.Row(row);
        T error = T.Zero, share = T.Zero;
        for (int k = 0; k < slopes.Length; k++)
        {
            error += line[k] * slopes[k];
            share += line[k] / Relative(k) * (line[k] / Relative(k));
        }

        return share == T.Zero ? T.Zero : error / share;
    }

    private T Relative(int k) => _design.Given.S[k] / _design.Given.S[0];
}
