using System.Globalization;
using System.Numerics;

namespace FastBias;

/// <summary>Names columns that the data can hardly tell apart.</summary>
internal static class Collinearity
{
    /// <summary>The usual alarm (Marquardt 1970): the standard error is more than three times what it could be.</summary>
    private const double Alarm = 10;

    /// <summary>Errors of two coefficients that are correlated more than that belong to one group.</summary>
    private const double Together = 0.5;

    /// <summary>One warning per group of columns whose variances are inflated by each other.</summary>
    public static List<string> Describe<T>(RegressionSpectrum<T> spectrum, IReadOnlyList<RegressionCoefficient<T>> coefficients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<int> alarming = [];
        for (int j = 0; j < coefficients.Count; j++)
        {
            if (coefficients[j].IsDetermined && coefficients[j].VarianceInflation > T.CreateTruncating(Alarm))
            {
                alarming.Add(j);
            }
        }

        List<string> warnings = [];
        while (alarming.Count > 0)
        {
            List<int> group = TakeGroup(spectrum, alarming);
            IEnumerable<string> names = group.Select(j => string.Create(
                CultureInfo.InvariantCulture, $"{coefficients[j].Name} ({double.CreateTruncating(coefficients[j].VarianceInflation):G3})"));
            warnings.Add($"nearly collinear, variance inflated: {string.Join(", ", names)}");
        }

        return warnings;
    }

    /// <summary>The first column and whatever is linked to it, directly or through others.</summary>
    private static List<int> TakeGroup<T>(RegressionSpectrum<T> spectrum, List<int> alarming)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<int> group = [alarming[0]];
        alarming.RemoveAt(0);
        for (int next = 0; next < group.Count; next++)
        {
            List<int> linked = alarming.FindAll(j => T.Abs(spectrum.ErrorCorrelation(group[next], j)) > T.CreateTruncating(Together));
            group.AddRange(linked);
            alarming.RemoveAll(linked.Contains);
        }

        group.Sort();
        return group;
    }
}
