using System.Xml.Linq;
using FastBias.Drawing;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.DrawingTests;

/// <summary>Drawings are well-formed, put values where the axes say, and keep text in its place.</summary>
public sealed class DrawingTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. FigureGallery.Figures.Select(figure => figure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_is_well_formed_and_no_text_leaves_it(string name)
    {
        Figure figure = FigureGallery.Figures.Single(figure => figure.Name == name);
        string svg = FigureSvg.Create(figure);
        XElement root = XElement.Parse(svg);
        Assert.Equal(figure.Title, root.Attribute("aria-label")!.Value);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞\"", svg, StringComparison.Ordinal);
        Assert.InRange(svg.Length, 1000, 400_000);
        Assert.Empty(FigureText.Outside(svg));
        Assert.Equal(svg, FigureSvg.Create(figure));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_two_texts_overlap(string name)
    {
        if (name != "long-words")
        {
            Assert.Empty(FigureText.Overlapping(FigureSvg.Create(FigureGallery.Figures.Single(figure => figure.Name == name))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Legends_are_above_the_plots(string name)
    {
        Figure figure = FigureGallery.Figures.Single(figure => figure.Name == name);
        XElement root = XElement.Parse(FigureSvg.Create(figure));
        double firstPlot = root.Elements(s_svg + "svg").Min(plot => (double)plot.Attribute("y")!);
        string[] names = [.. figure.Panels[0].Marks.Select(mark => mark.Legend).OfType<string>().Where(legend => legend.Length < 30)];
        foreach (string legend in names)
        {
            XElement text = root.Elements(s_svg + "text").First(text => text.Value == SvgPlain(legend));
            Assert.True((double)text.Attribute("y")! < firstPlot, legend);
        }
    }

    [Fact]
    public void What_was_drawn_is_there_with_its_words()
    {
        XElement root = XElement.Parse(FigureSvg.Create(FigureGallery.Figures.Single(figure => figure.Name == "sweep")));
        foreach (string word in (string[])["median", "training rows N", "test mean squared error", "N = D: interpolation threshold", "noise floor σ2 = 10−1", "theory σ2D/(N−D−1)"])
        {
            Assert.Contains(root.Descendants(s_svg + "text"), text => text.Value == word);
        }

        Assert.Equal("The peak is at N = D.", root.Element(s_svg + "desc")!.Value);
        XElement plot = root.Element(s_svg + "svg")!;
        XElement theory = plot.Elements(s_svg + "path").Single(path => path.Attribute("class")!.Value.Contains("dashed", StringComparison.Ordinal));
        Assert.Equal(2, theory.Attribute("d")!.Value.Count(c => c == 'M'));
        Assert.Single(plot.Elements(s_svg + "polygon"));
        Assert.Contains("prefers-color-scheme:dark", root.Element(s_svg + "style")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_lie_where_the_axes_say()
    {
        AxisScale linear = new(0, 10, false, 100, 300), logarithmic = new(1e-3, 1e5, true, 300, 100);
        Assert.Equal((100.0, 200.0, 300.0), (linear.At(0), linear.At(5), linear.At(10)));
        Assert.Equal(300, logarithmic.At(1e-3), 1e-9);
        Assert.Equal(200, logarithmic.At(10), 1e-9);
        Assert.True(double.IsNaN(logarithmic.At(0)) && double.IsNaN(logarithmic.At(-1)) && double.IsNaN(linear.At(double.NaN)));
    }

    [Theory]
    [InlineData("</text><script>alert(1)</script>")]
    [InlineData("a & b < c > d \" e ' f")]
    [InlineData("control \u0001 \u001b and \ud800 half")]
    [InlineData("𝔼 of a pair of surrogates")]
    public void Text_stays_in_its_element(string text)
    {
        Figure figure = new("text", text, [new(new(text), new(text), [new LineMark([0, 1], [0, 1]) { Legend = text }, new ScatterMark([0], [0]) { Tips = [text] }, new TextMark(0.5, 0.5, text), new RuleMark(0.2, text)]) { Title = text }]) { Caption = text };
        string svg = FigureSvg.Create(figure);
        XElement root = XElement.Parse(svg);
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName == "script");
        Assert.Equal(text[0] == '\ud835', svg.Contains("𝔼", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_scale_makes_units_equally_long()
    {
        XElement root = XElement.Parse(FigureSvg.Create(new("circle", "A circle", [new(new("x"), new("y"), [new LineMark([1, 0, -1, 0, 1], [0, 1, 0, -1, 0])]) { IsEqualScale = true }])));
        string[] numbers = root.Element(s_svg + "svg")!.Element(s_svg + "path")!.Attribute("d")!.Value.Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries);
        double[] at = [.. numbers.Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(at[0] - at[4], at[7] - at[3], 0.05);
    }

    [Fact]
    public void Figures_that_do_not_fit_together_are_refused_by_name()
    {
        FigureAxis x = new("x"), log = new("x", IsLogarithmic: true);
        Refuse("no panels", new("f", "F", []));
        Refuse("X has 2 values and Y has 1", One(x, new LineMark([1, 2], [1])));
        Refuse("Radius is 0", One(x, new ScatterMark([1], [1]) { Radius = 0 }));
        Refuse("Tips has 0", One(x, new ScatterMark([1], [1]) { Tips = [] }));
        Refuse("High has 0", One(x, new BandMark([1], [1], [])));
        Refuse("3 values for a grid of 2x2", One(x, new HeatMark([1, 2], [1, 2], [1, 2, 3], "v")));
        Refuse("X[1] is 1", One(x, new ContourMark([1, 1], [1], [1, 2], [1])));
        Refuse("X[0] is 0", One(log, new HeatMark([0, 1], [1], [1, 2], "v")));
        Refuse("Color is -1", One(x, new LineMark([1], [1]) { Color = -1 }));
        Refuse("Low is 2 and High is 1", One(x with { Low = 2, High = 1 }));
        Refuse("Low is 0", One(log with { Low = 0 }));
        Refuse("PanelsPerRow is 0", One(x) with { PanelsPerRow = 0 });

        static Figure One(FigureAxis x, params Mark[] marks) => new("f", "F", [new(x, new("y"), marks)]);

        static void Refuse(string problem, Figure figure) => Assert.Contains(problem, Assert.Throws<ArgumentException>(() => FigureSvg.Create(figure)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contours_lie_on_their_level_and_close()
    {
        double[] places = [.. Enumerable.Range(-20, 41).Select(i => i / 10.0)], values = [.. places.SelectMany(y => places.Select(x => (x * x) + (y * y)))];
        IReadOnlyList<(double X, double Y)> circle = Assert.Single(ContourLines.Of(places, places, values, 1));
        Assert.Equal(circle[0], circle[^1]);
        Assert.All(circle, point => Assert.Equal(1, (point.X * point.X) + (point.Y * point.Y), 0.01));
        Assert.Equal(4, ContourLines.Of(places, places, values, 5).Count);
        Assert.Equal(2, ContourLines.Of([0, 1], [0, 1], [1, 0, 0, 1], 0.4).Count);
        Assert.Empty(ContourLines.Of([0, 1], [0, 1], [1, double.NaN, 0, 1], 0.4));
    }

    [Fact]
    public void Thinning_keeps_the_extremes_and_the_gaps()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 100_000).Select(i => (i / 500.0, i == 41_234 ? 1e6 : i == 50_000 ? double.NaN : Math.Sin(i)))];
        List<IReadOnlyList<(double X, double Y)>> runs = PointThinning.Line(points);
        Assert.Equal(2, runs.Count);
        Assert.InRange(runs.Sum(run => run.Count), 300, 900);
        Assert.Contains(runs[0], point => point.Y == 1e6);
        Assert.Equal((points[0], points[^1]), (runs[0][0], runs[1][^1]));
        Assert.InRange(PointThinning.Dots(points).Count, 400, 40_000);
        Assert.Equal(99, PointThinning.Dots(points.Take(99)).Count);
    }

    private static string SvgPlain(string text) => string.Concat(SvgText.Runs(text).Select(run => run.Text));
}
