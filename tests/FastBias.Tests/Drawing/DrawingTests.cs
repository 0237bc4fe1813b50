using System.Xml.Linq;
using FastBias.Drawing;
using Xunit;

namespace FastBias.Tests.DrawingTests;

/// <summary>Drawings are well-formed, put values where the axes say, and let no text escape from its element.</summary>
public sealed class DrawingTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_chart_is_well_formed_and_has_what_was_drawn()
    {
        Chart chart = Linear();
        chart.Line([(0, 0), (5, 5), (10, 10)], "#123456", "line");
        chart.Points([(2, 3, "a tip"), (double.NaN, 1, null), (4, 4, null)], "red", "points");
        chart.Band([(0, 1, 2), (10, 3, 4)], "blue");
        chart.Level(5, "half");
        chart.Mark(5, "middle");
        XElement svg = XElement.Parse(chart.ToString());
        Assert.Equal("chart", svg.Element(s_svg + "title")!.Value);
        XElement path = svg.Elements(s_svg + "path").Single();
        Assert.Equal("#123456", path.Attribute("stroke")!.Value);
        Assert.Equal(3, path.Attribute("d")!.Value.Count(c => c is 'M' or 'L'));
        Assert.Equal(2, svg.Elements(s_svg + "circle").Count());
        Assert.Equal("a tip", svg.Elements(s_svg + "circle").First().Value);
        Assert.All((string[])["half", "middle", "line", "points", "across", "up"], text => Assert.Contains(svg.Elements(s_svg + "text"), element => element.Value == text));
        Assert.Equal(chart.ToString(), chart.ToString());
    }

    [Fact]
    public void Values_lie_where_the_axes_say()
    {
        Axis linear = Axis.For([0, 10], 100, 300), logarithmic = Axis.For([1e-3, 1e5], 300, 100, logarithmic: true);
        Assert.Equal((100.0, 200.0, 300.0), (linear.At(0), linear.At(5), linear.At(10)));
        Assert.Equal(300, logarithmic.At(1e-3), 1e-9);
        Assert.Equal(200, logarithmic.At(10), 1e-9);
        Assert.True(double.IsNaN(logarithmic.At(0)) && double.IsNaN(logarithmic.At(-1)) && double.IsNaN(linear.At(double.NaN)));
    }

    [Theory]
    [InlineData(0.013, 0.94)]
    [InlineData(-3, 12345)]
    [InlineData(7, 7)]
    [InlineData(0, 0)]
    [InlineData(1e-12, 3e-12)]
    public void Ticks_are_round_and_enclose_the_values(double low, double high)
    {
        Axis axis = Axis.For([low, double.NaN, high, double.PositiveInfinity], 0, 100);
        Assert.True(axis.Low <= low && axis.High >= high && axis.Low < axis.High);
        Assert.InRange(axis.Ticks.Count, 3, 11);
        Assert.Equal((axis.Low, axis.High), (axis.Ticks[0], axis.Ticks[^1]));
        double step = axis.Ticks[1] - axis.Ticks[0], digits = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9));
        Assert.Contains(Math.Round(digits, 6), (double[])[1, 2, 5, 10]);
    }

    [Fact]
    public void Axes_without_values_have_a_range_all_the_same()
    {
        Assert.Equal((0.0, 1.0), (Axis.For([], 0, 1).Low, Axis.For([double.NaN], 0, 1).High));
        Assert.Equal((1.0, 10.0), (Axis.For([-1, 0], 0, 1, logarithmic: true).Low, Axis.For([], 0, 1, logarithmic: true).High));
        Assert.InRange(Axis.For([1e-300, 1e300], 0, 1, logarithmic: true).Ticks.Count, 3, 10);
    }

    [Theory]
    [InlineData("</text><script>alert(1)</script>")]
    [InlineData("a & b < c > d \" e ' f")]
    [InlineData("control \u0001 \u001b and \ud800 half")]
    public void Text_stays_in_its_element(string text)
    {
        SvgCanvas canvas = new(100, 50, text);
        canvas.Text(1, 2, text, text, color: text);
        canvas.Rectangle(1, 2, 3, 4, text, text);
        XElement svg = XElement.Parse(canvas.ToString());
        Assert.Equal(3, svg.Elements().Count());
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
    }

    [Fact]
    public void A_line_is_interrupted_by_what_has_no_place()
    {
        SvgCanvas canvas = new(100, 50, "gap");
        canvas.Path([(0, 0), (1, 1), (double.NaN, 0), (2, 2), (3, 3)], "black");
        Assert.Contains("M0 0L1 1M2 2L3 3", canvas.ToString(), StringComparison.Ordinal);
        canvas.Path([(double.NaN, 1)], "black");
        Assert.Single(XElement.Parse(canvas.ToString()).Elements(s_svg + "path"));
    }

    [Fact]
    public void Sizes_must_be_positive()
    {
        foreach (double bad in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new SvgCanvas(bad, 10, "x"));
        }
    }

    private static Chart Linear() => new(400, 300, "chart", (start, end) => Axis.For([0, 10], start, end), (start, end) => Axis.For([0, 10], start, end), "across", "up");
}
