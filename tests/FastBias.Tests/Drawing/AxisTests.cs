using System.Globalization;
using FastBias.Drawing;
using Xunit;

namespace FastBias.Tests.DrawingTests;

/// <summary>Axes have the ends and the marks that a person would give them.</summary>
public sealed class AxisTests
{
    [Theory]
    [InlineData(0.013, 0.94, "0 0.2 0.4 0.6 0.8")]
    [InlineData(-3, 12345, "0 2000 4000 6000 8000 10 000 12 000")]
    [InlineData(7, 7, "4 5 6 7 8 9 10")]
    [InlineData(1e-12, 3e-12, "1.0×10⁻¹² 1.5×10⁻¹² 2.0×10⁻¹² 2.5×10⁻¹² 3.0×10⁻¹²")]
    [InlineData(0, 4e6, "0 10⁶ 2×10⁶ 3×10⁶ 4×10⁶")]
    [InlineData(-0.5, 0.5, "−0.4 −0.2 0 0.2 0.4")]
    [InlineData(100, 101, "100.0 100.2 100.4 100.6 100.8 101.0")]
    public void Linear_marks(double low, double high, string labels) => Assert.Equal(labels, Labels(new("x"), low, high));

    [Theory]
    [InlineData(1e-3, 1e3, "10⁻³ 10⁻² 10⁻¹ 10⁰ 10¹ 10² 10³")]
    [InlineData(0.1, 100, "0.1 1 10 100")]
    [InlineData(1e-16, 1, "10⁻¹⁵ 10⁻¹² 10⁻⁹ 10⁻⁶ 10⁻³ 10⁰")]
    [InlineData(2, 80, "2 5 10 20 50")]
    [InlineData(1.01, 1.2, "1.05 1.10 1.15 1.20")]
    [InlineData(2e-7, 3e-6, "2×10⁻⁷ 5×10⁻⁷ 10⁻⁶ 2×10⁻⁶")]
    public void Logarithmic_marks(double low, double high, string labels) => Assert.Equal(labels, Labels(new("x", IsLogarithmic: true), low, high));

    [Theory]
    [InlineData(1e-300, 1e300)]
    [InlineData(1e-300, 1.1e-300)]
    [InlineData(5, 5)]
    [InlineData(1e15, 1e15)]
    public void Any_range_has_a_few_marks_within_it(double low, double high)
    {
        foreach (FigureAxis axis in (FigureAxis[])[new("x"), new("x", IsLogarithmic: true)])
        {
            AxisScale scale = Scale(axis, low, high);
            Tick[] ticks = [.. AxisTicks.Of(scale, 6).Where(tick => tick.Label.Length > 0)];
            Assert.InRange(ticks.Length, 2, 12);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, scale.Low * (1 - 1e-6), scale.High * (1 + 1e-6)));
            Assert.Equal(ticks.Length, ticks.Select(tick => tick.Label).Distinct().Count());
        }
    }

    [Fact]
    public void Ends_are_those_given_those_of_the_data_or_zero()
    {
        FigureAxis axis = new("x");
        Assert.Equal((0.0, 1.0), AxisRange.Of(axis, [], false, false));
        Assert.Equal((1.0, 10.0), AxisRange.Of(axis with { IsLogarithmic = true }, [-1, 0, double.NaN], false, false));
        Assert.Equal((-2.0, 7.0), AxisRange.Of(axis with { Low = -2, High = 7 }, [1, 100], false, false));
        Assert.Equal((1.0, 5.0), AxisRange.Of(axis, [5, 1, 3, double.PositiveInfinity], true, false));
        Assert.Equal(0, AxisRange.Of(axis, [1, 100], false, false).Low);
        Assert.Equal(0, AxisRange.Of(axis, [60, 100], false, isFromZero: true).Low);
        Assert.Equal(0, AxisRange.Of(axis, [-60, -100], false, isFromZero: true).High);
        Assert.Equal((5.0, 10.0), AxisRange.Of(axis with { Low = 5 }, [0, 1], false, false));
        (double low, double high) = AxisRange.Of(axis, [1, 1 + 1e-15], false, false);
        Assert.Equal((0.5, 1.5), (Math.Round(low, 9), Math.Round(high, 9)));
    }

    [Theory]
    [InlineData("iiii", 12, 10.7)]
    [InlineData("WWWW", 12, 49)]
    [InlineData("10⁻³", 10, 11.1 + 8.2)]
    [InlineData("w_t", 10, 7.2 + 2.0)]
    [InlineData("", 10, 0)]
    public void Text_has_the_width_of_its_letters(string text, double size, double width) => Assert.Equal(width, TextWidth.Of(text, size), 0.1);

    [Theory]
    [InlineData("λ_max·x₁² + w_t", "λ|-max|·x|-1|+2| + w|-t")]
    [InlineData("petal_width, _x, x_, a__b", "petal_width, _x, x_, a__b")]
    [InlineData("10⁻³", "10|+−3")]
    [InlineData("(1 − αλ)^t·e^(−λt) ∝ j^−1.5.", "(1 − αλ)|+t|·e|+−λt| ∝ j|+−1.5|.")]
    [InlineData("α = 1E-06, 2.5e3: e1, 1e-3x, ^a, a^, a^(b", "α = 10|+−6|, 2.5×10|+3|: e1, 1e-3x, ^a, a^, a^(b")]
    public void Indices_are_lowered_and_exponents_raised(string text, string runs) =>
        Assert.Equal(runs, string.Join('|', SvgText.Runs(text).Select(run => (run.Level > 0 ? "+" : run.Level < 0 ? "-" : string.Empty) + run.Text)));

    [Fact]
    public void Text_is_broken_between_words_and_cut_where_it_must()
    {
        Assert.Equal(["one two", "three"], TextWidth.Wrap("one two  three", 10, TextWidth.Of("one two", 10) + 0.01));
        Assert.All(TextWidth.Wrap(new string('m', 50), 10, 40), line => Assert.InRange(TextWidth.Of(line, 10), 1, 40));
        Assert.Equal(50, TextWidth.Wrap(new string('m', 50), 10, 40).Sum(line => line.Length));
        Assert.Empty(TextWidth.Wrap(string.Empty, 10, 40));
        Assert.Equal("short", TextWidth.Cut("short", 10, 100));
        string cut = TextWidth.Cut("a very long name of a column", 10, 60);
        Assert.True(cut.EndsWith('…') && TextWidth.Of(cut, 10) <= 60);
    }

    [Fact]
    public void The_grid_has_borders_half_way()
    {
        Assert.Equal([-0.5, 0.5, 2, 4], PanelData.Edges([0, 1, 3], false));
        Assert.Equal([0.5, 2, 8], PanelData.Edges([1, 4], true));
        Assert.Equal([6.5, 7.5], PanelData.Edges([7], false));
    }

    [Fact]
    public void Marks_share_colours_only_when_they_say_so()
    {
        LineMark line = new([0], [0]);
        Assert.Equal([0, 0, 1, 5, 2, null], PanelColors.Of([line with { Color = 0 }, line with { Color = 0 }, line, line with { Color = 5 }, line, new RuleMark(0, "r")]));
    }

    private static AxisScale Scale(FigureAxis axis, double low, double high)
    {
        (double from, double to) = AxisRange.Of(axis, [low, high], false, false);
        return new(from, to, axis.IsLogarithmic, 0, 400);
    }

    private static string Labels(FigureAxis axis, double low, double high) => string.Join(' ', AxisTicks.Of(Scale(axis, low, high), 7)
        .Where(tick => tick.Label.Length > 0).Select(tick => tick.Label.Replace('\u2009', ' ').ToString(CultureInfo.InvariantCulture)));
}
