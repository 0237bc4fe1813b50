using System.Globalization;
using FastBias.Drawing;

namespace FastBias.Cli.Diagnosing;

/// <summary>The pictures of a diagnosis.</summary>
internal static class DiagnosisPictures
{
    private const double Width = 680;
    private const double Height = 320;
    private const int MostPoints = 1500;
    private const int MostNullVectors = 8;
    private const int MostTerms = 12;
    private const string Blue = "#2266aa";
    private const string Orange = "#d9781f";
    private const string Grey = "#888";

    /// <summary>Singular values against the cutoff.</summary>
    public static string Spectrum(DesignDiagnosis<double> diagnosis)
    {
        double[] scaled = Relative(diagnosis.ScaledSpectrum!), given = Relative(diagnosis.Spectrum!);
        double cutoff = diagnosis.Rank!.RelativeCutoff;
        bool cut = diagnosis.Rank.Rank < Math.Min(diagnosis.Rows, diagnosis.Columns);
        Chart chart = new(
            Width,
            Height,
            "Singular values, relative to the largest",
            (start, end) => Axis.For([1, Math.Max(2, scaled.Length)], start, end),
            (start, end) => Axis.For([.. scaled.Concat(given).Where(value => value > 1e-20), .. cut ? [cutoff] : (double[])[]], start, end, logarithmic: true),
            "number",
            "σ/σ₁");
        chart.Points(given.Select((value, k) => (k + 1.0, Math.Max(value, 0), (string?)null)), Grey, "columns as they are", 2.5);
        chart.Points(scaled.Select((value, k) => (k + 1.0, value, (string?)Tip($"number {k + 1}: {value:G4}"))), Blue, "columns of one length", 3.5);
        chart.Level(cutoff, "cutoff: below it counts as zero");
        return chart.ToString();
    }

    /// <summary>The leverage of each row.</summary>
    public static string Leverage(DesignDiagnosis<double> diagnosis)
    {
        double mean = diagnosis.Observations.Average(row => row.Leverage);
        bool steep = IsSteep(diagnosis);
        Chart chart = new(
            Width,
            Height,
            "Leverage: how much a row decides its own fitted value",
            (start, end) => Axis.For([1, Math.Max(2, diagnosis.Rows)], start, end),
            (start, end) => Axis.For([.. diagnosis.Observations.Select(row => row.Leverage), 3.2 * mean], start, end, steep, fromZero: true),
            "row",
            "leverage");
        chart.Points(Thin(diagnosis, row => row.Leverage).Select(row => (row.Row + 1.0, row.Leverage, (string?)Tip($"row {row.Row + 1}: {row.Leverage:G3}"))), Blue, radius: 2, opacity: 0.6);
        chart.Level(mean, "mean", Grey);
        chart.Level(3 * mean, "three times the mean");
        return chart.ToString();
    }

    /// <summary>Studentized residuals over leverage: what is far right and far from zero carries the fit.</summary>
    public static string Influence(DesignDiagnosis<double> diagnosis)
    {
        ObservationDiagnosis<double>[] rows = [.. Thin(diagnosis, row => row.CookDistance).Where(row => double.IsFinite(row.StudentizedResidual))];
        Chart chart = new(
            Width,
            Height,
            "Influence: outlying in y (up or down) and in x (right)",
            (start, end) => Axis.For(diagnosis.Observations.Select(row => row.Leverage), start, end, IsSteep(diagnosis), fromZero: true),
            (start, end) => Axis.For([-3.5, 3.5, .. rows.Select(row => row.StudentizedResidual)], start, end),
            "leverage",
            "studentized residual");
        HashSet<int> heavy = [.. rows.OrderByDescending(row => row.CookDistance).Take(10).Select(row => row.Row)];
        chart.Points(rows.Where(row => !heavy.Contains(row.Row)).Select(Point), Blue, radius: 2, opacity: 0.5);
        chart.Points(rows.Where(row => heavy.Contains(row.Row)).Select(Point), Orange, "ten largest Cook's distances", 4, 0.9);
        chart.Level(3, "three deviations", Grey);
        chart.Level(-3, string.Empty, Grey);
        return chart.ToString();

        static (double X, double Y, string? Tip) Point(ObservationDiagnosis<double> row) =>
            (row.Leverage, row.StudentizedResidual, Tip($"row {row.Row + 1}: studentized {row.StudentizedResidual:G3}, leverage {row.Leverage:G3}, Cook {row.CookDistance:G3}"));
    }

    /// <summary>What each singular direction adds to the error of a new prediction.</summary>
    public static string Modes(DesignDiagnosis<double> diagnosis)
    {
        IReadOnlyList<DivergenceMode<double>> modes = diagnosis.Threshold!.Modes;
        double largest = modes.Max(mode => mode.InverseSigma);
        Chart chart = new(
            Width,
            Height,
            "Where variance comes from: 1/σ of each direction, relative",
            (start, end) => Axis.For([1, Math.Max(2, modes.Count)], start, end),
            (start, end) => Axis.For(modes.Select(mode => mode.InverseSigma / largest), start, end, logarithmic: true),
            "direction, by descending σ",
            "1/σ relative to the largest");
        chart.Line(modes.Select((mode, k) => (k + 1.0, mode.InverseSigma / largest)), Orange);
        chart.Points(modes.Select((mode, k) => (k + 1.0, mode.InverseSigma / largest, (string?)Tip($"direction {k + 1}: 1/σ = {mode.InverseSigma:G3}"))), Orange);
        return chart.ToString();
    }

    /// <summary>The columns that repeat each other, a bar for each factor.</summary>
    public static string NullVectors(DesignDiagnosis<double> diagnosis)
    {
        const double Line = 17, Middle = 430, Reach = 190;
        LinearCombination<double>[] sums = [.. diagnosis.Dependencies.OrderBy(sum => sum.Terms.Count).Take(MostNullVectors)];
        double height = 34 + sums.Sum(sum => (Line * (Math.Min(sum.Terms.Count, MostTerms) + (sum.Terms.Count > MostTerms ? 1 : 0))) + 22);
        SvgCanvas canvas = new(Width, height, "Null vectors: sums of columns that are zero");
        canvas.Text(Width / 2, 18, canvas.Title, "middle", 14, bold: true);
        double down = 40;
        foreach (LinearCombination<double> sum in sums)
        {
            double largest = sum.Terms.Max(term => Math.Abs(term.Factor)), top = down;
            foreach ((string name, double factor) in sum.Terms.Take(MostTerms))
            {
                double length = Reach * factor / largest;
                canvas.Rectangle(Math.Min(Middle, Middle + length), down - 9, Math.Abs(length), 11, factor > 0 ? Blue : Orange);
                canvas.Text(Middle - Reach - 12, down, Short(name), "end", 11);
                canvas.Text(Middle + (factor > 0 ? length + 4 : length - 4), down, factor.ToString("G4", CultureInfo.InvariantCulture), factor > 0 ? "start" : "end", 10, Grey);
                down += Line;
            }

            if (sum.Terms.Count > MostTerms)
            {
                canvas.Text(Middle - Reach - 12, down, Tip($"and {sum.Terms.Count - MostTerms} more"), "end", 11, Grey);
                down += Line;
            }

            canvas.Line(Middle, top - 12, Middle, down - 10, "#bbb");
            down += 22;
        }

        return canvas.ToString();
    }

    /// <summary>Whether the picture of leverages leaves rows out.</summary>
    public static bool IsThinned(DesignDiagnosis<double> diagnosis) => diagnosis.Rows > MostPoints;

    /// <summary>A few rows so far above the others that only a logarithm shows both.</summary>
    private static bool IsSteep(DesignDiagnosis<double> diagnosis) =>
        diagnosis.Observations.Max(row => row.Leverage) > 20 * diagnosis.Observations.Average(row => row.Leverage) && diagnosis.Observations.All(row => row.Leverage > 0);

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

    private static string Short(string name) => name.Length <= 32 ? name : $"{name[..31]}…";

    private static string Tip(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
