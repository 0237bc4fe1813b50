using System.Globalization;
using FastBias.Drawing;

namespace FastBias.Cli.Diagnosing;

/// <summary>The pictures of a diagnosis.</summary>
internal static class DiagnosisPictures
{
    private const int MostPoints = 1500;
    private const int MostNullVectors = 8;
    private const int MostTerms = 12;
    private const int Blue = 0;
    private const int Vermilion = 1;
    private const int Grey = 6;

    /// <summary>Singular values against the cutoff.</summary>
    public static string Spectrum(DesignDiagnosis<double> diagnosis)
    {
        double[] scaled = Relative(diagnosis.ScaledSpectrum!), given = Relative(diagnosis.Spectrum!), numbers = Numbers(scaled.Length);
        bool cut = diagnosis.Rank!.Rank < Math.Min(diagnosis.Rows, diagnosis.Columns);
        List<Mark> marks =
        [
            new ScatterMark(Numbers(given.Length), [.. given.Select(value => value > 1e-20 ? value : double.NaN)]) { Legend = "columns as they are", Color = Grey, Radius = 2.5 },
            new ScatterMark(numbers, scaled) { Legend = "columns of one length", Color = Blue, Radius = 3.5, Tips = [.. scaled.Select((value, k) => Tip($"number {k + 1}: {value:G4}"))] },
        ];
        if (cut || scaled.Any(value => value > 0 && value <= diagnosis.Rank.RelativeCutoff))
        {
            marks.Add(new RuleMark(diagnosis.Rank.RelativeCutoff, "cutoff: below it counts as zero"));
        }

        return Draw("spectrum", "Singular values, relative to the largest", new("number"), new("σ/σ₁", IsLogarithmic: true), marks);
    }

    /// <summary>The leverage of each row.</summary>
    public static string Leverage(DesignDiagnosis<double> diagnosis)
    {
        double mean = diagnosis.Observations.Average(row => row.Leverage);
        ObservationDiagnosis<double>[] rows = [.. Thin(diagnosis, row => row.Leverage)];
        return Draw(
            "leverage",
            "Leverage: how much a row decides its own fitted value",
            new("row"),
            LeverageAxis(diagnosis),
            [
                new ScatterMark([.. rows.Select(row => row.Row + 1.0)], [.. rows.Select(row => row.Leverage)]) { Color = Blue, Radius = 2, Tips = [.. rows.Select(row => Tip($"row {row.Row + 1}: {row.Leverage:G3}"))] },
                new RuleMark(mean, "mean"),
                new RuleMark(3 * mean, "three times the mean"),
            ]);
    }

    /// <summary>Studentized residuals over leverage: what is far right and far from zero carries the fit.</summary>
    public static string Influence(DesignDiagnosis<double> diagnosis)
    {
        ObservationDiagnosis<double>[] rows = [.. Thin(diagnosis, row => row.CookDistance).Where(row => double.IsFinite(row.StudentizedResidual))];
        HashSet<int> heavy = [.. rows.OrderByDescending(row => row.CookDistance).Take(10).Select(row => row.Row)];
        return Draw(
            "influence",
            "Influence: outlying in y (up or down) and in x (right)",
            LeverageAxis(diagnosis),
            new("studentized residual"),
            [
                Points(rows.Where(row => !heavy.Contains(row.Row))) with { Color = Blue, Radius = 2 },
                Points(rows.Where(row => heavy.Contains(row.Row))) with { Color = Vermilion, Radius = 4, Legend = "ten largest Cook's distances" },
                new RuleMark(3, "three deviations"),
                new RuleMark(-3, string.Empty),
            ]);

        static ScatterMark Points(IEnumerable<ObservationDiagnosis<double>> rows) => new([.. rows.Select(row => row.Leverage)], [.. rows.Select(row => row.StudentizedResidual)])
        {
            Tips = [.. rows.Select(row => Tip($"row {row.Row + 1}: studentized {row.StudentizedResidual:G3}, leverage {row.Leverage:G3}, Cook {row.CookDistance:G3}"))],
        };
    }

    /// <summary>What each singular direction adds to the error of a new prediction.</summary>
    public static string Modes(DesignDiagnosis<double> diagnosis)
    {
        double[] factors = [.. diagnosis.Threshold!.Modes.Select(mode => mode.InverseSigma)];
        double largest = factors.Max();
        return Draw(
            "modes",
            "Where variance comes from: 1/σ of each direction, relative",
            new("direction, by descending σ"),
            new("1/σ relative to the largest", IsLogarithmic: true),
            [new LineMark(Numbers(factors.Length), [.. factors.Select(factor => factor / largest)]) { Color = Vermilion, HasPoints = true }]);
    }

    /// <summary>The columns that repeat each other: a panel for each sum that is zero, a bar for each factor.</summary>
    public static string NullVectors(DesignDiagnosis<double> diagnosis)
    {
        LinearCombination<double>[] sums = [.. diagnosis.Dependencies.OrderBy(sum => sum.Terms.Count).Take(MostNullVectors)];
        return FigureSvg.Create(new("null-vectors", "Null vectors: sums of columns that are zero", [.. sums.Select(sum => new Panel(
            new(sum.Terms.Count > MostTerms ? Tip($"column (and {sum.Terms.Count - MostTerms} more)") : "column") { Categories = [.. sum.Terms.Take(MostTerms).Select(term => term.Name)] },
            new("factor"),
            [new BarMark([.. sum.Terms.Take(MostTerms).Select(term => term.Factor)]) { Color = Blue }]))]));
    }

    /// <summary>Whether the picture of leverages leaves rows out.</summary>
    public static bool IsThinned(DesignDiagnosis<double> diagnosis) => diagnosis.Rows > MostPoints;

    private static string Draw(string name, string title, FigureAxis x, FigureAxis y, IReadOnlyList<Mark> marks) => FigureSvg.Create(new(name, title, [new Panel(x, y, marks)]));

    private static double[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => (double)number)];

    /// <summary>A few rows so far above the others that only a logarithm shows both.</summary>
    private static FigureAxis LeverageAxis(DesignDiagnosis<double> diagnosis)
    {
        bool isSteep = diagnosis.Observations.Max(row => row.Leverage) > 20 * diagnosis.Observations.Average(row => row.Leverage) && diagnosis.Observations.All(row => row.Leverage > 0);
        return new("leverage", isSteep) { Low = isSteep ? null : 0 };
    }

    /// <summary>All rows, or the largest by some measure and evenly spread others.</summary>
    private static IEnumerable<ObservationDiagnosis<double>> Thin(DesignDiagnosis<double> diagnosis, Func<ObservationDiagnosis<double>, double> measure)
    {
        if (!IsThinned(diagnosis))
        {
            return diagnosis.Observations;
        }

        int step = (2 * diagnosis.Rows / MostPoints) + 1;
        HashSet<int> large = [.. diagnosis.Observations.OrderByDescending(measure).Take(MostPoints / 2).Select(row => row.Row)];
        return diagnosis.Observations.Where(row => large.Contains(row.Row) || row.Row % step == 0);
    }

    private static double[] Relative(SpectrumDiagnosis<double> spectrum) =>
        [.. spectrum.SingularValues.Select(value => spectrum.SingularValues[0] > 0 ? value / spectrum.SingularValues[0] : 0)];

    private static string Tip(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
