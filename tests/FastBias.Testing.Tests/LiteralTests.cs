using Xunit;

namespace FastBias.Testing.Tests;

public class LiteralTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(5e-324, "5E-324")]
    [InlineData(double.NaN, "double.NaN")]
    [InlineData(double.NegativeInfinity, "double.NegativeInfinity")]
    [InlineData(0.1f, "0.1f")]
    [InlineData("a\"b\\", "\"a\\\"b\\\\\"")]
    [InlineData(null, "null")]
    [InlineData(true, "true")]
    public void Values_are_printed_as_source(object? value, string expected) => Assert.Equal(expected, Literal.Of(value));

    [Fact]
    public void Arrays_and_matrices_are_printed_as_source()
    {
        Assert.Equal("[1, 2.5]", Literal.Of(new[] { 1, 2.5 }));
        Assert.Equal("new Matrix<double>(new double[,] { { 1, 2 }, { 3, -0.0 } })", Literal.Of(new Matrix<double>(new[,] { { 1, 2 }, { 3, -0.0 } })));
        Assert.Equal("new Matrix<float>(new float[0, 3])", Literal.Of(new Matrix<float>(0, 3)));
    }

    [Property]
    public void Doubles_are_read_back_to_the_same_bits(double value)
    {
        if (double.IsFinite(value))
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(double.Parse(Literal.Of(value))));
        }
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("0.1", 0.1)]
    [InlineData("10", 10)]
    public void The_scale_is_read(string? text, double expected) => Assert.Equal(expected, TestScale.Parse(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void A_scale_that_is_no_positive_number_throws(string text) => Assert.Throws<FormatException>(() => TestScale.Parse(text));

    [Fact]
    public void Scaled_counts_never_fall_below_one()
    {
        Assert.Equal(1, TestScale.Scaled(3, 0.01));
        Assert.Equal(1000, TestScale.Scaled(100, 10));
        Assert.Equal(int.MaxValue, TestScale.Scaled(int.MaxValue, 10));
    }
}
