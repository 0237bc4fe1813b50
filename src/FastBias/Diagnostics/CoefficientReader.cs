using System.Numerics;

namespace FastBias;

/// <summary>What the decompositions and the fit say about each coefficient.</summary>
internal sealed class CoefficientReader<T>(DiagnosedDesign<T> design, RegressionSolution<T> fit, T[] residual, bool hasTarget)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public IReadOnlyList<CoefficientDiagnosis<T>> Read()
    {
        T[] scaled = [.. fit.Coefficients.Select((coefficient, j) => coefficient.Estimate * design.Lengths[j])];
        T size = VectorProduct.Norm<T>(scaled), target = VectorProduct.Norm<T>(design.Target), missed = VectorProduct.Norm<T>(residual);
        T root = T.Sqrt(T.CreateTruncating(design.Lengths.Count(length => length > T.Zero)));
        List<CoefficientDiagnosis<T>> coefficients = [];
        for (int j = 0; j < fit.Coefficients.Count; j++)
        {
            RegressionCoefficient<T> coefficient = fit.Coefficients[j];
            Identifiability kind = coefficient.IsDetermined ? Identifiability.Determined
                : design.Lengths[j] == T.Zero ? Identifiability.Free : Identifiability.InCombination;
            bool known = hasTarget && kind == Identifiability.Determined;
            (T inverse, T square) = Rows(j);
            T own = T.Abs(scaled[j]);
            coefficients.Add(new()
            {
                Name = coefficient.Name,
                Identifiability = kind,
                DeterminedCombination = kind == Identifiability.InCombination ? Shortest(coefficient.Name) : null,
                Estimate = hasTarget ? coefficient.Estimate : T.NaN,
                StandardError = hasTarget ? coefficient.StandardError : T.NaN,
                VarianceInflation = coefficient.VarianceInflation,
                SensitivityToTarget = known ? inverse * target / own : T.NaN,
                SensitivityToDesign = known ? root * ((inverse * size) + (square * missed)) / own : T.NaN,
            });
        }

        return coefficients;
    }

    /// <summary>‖eⱼᵀ·S⁺‖ and ‖eⱼᵀ·(SᵀS)⁺‖.</summary>
    private (T Inverse, T Square) Rows(int j)
    {
        T[] first = new T[design.Rank.Rank], second = new T[design.Rank.Rank];
        for (int k = 0; k < first.Length; k++)
        {
            first[k] = design.Unit.Vt[k, j] / design.Unit.S[k];
            second[k] = first[k] / design.Unit.S[k];
        }

        return (VectorProduct.Norm<T>(first), VectorProduct.Norm<T>(second));
    }

    private LinearCombination<T>? Shortest(string name)
    {
        LinearCombination<T>? found = fit.DeterminedCombinations.Where(sum => sum.Terms.Any(term => term.Name == name)).MinBy(sum => sum.Terms.Count);
        return found is null || hasTarget ? found : found with { Value = T.NaN };
    }
}
