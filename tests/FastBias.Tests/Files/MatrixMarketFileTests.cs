using System.Text;
using FastBias.Files;
using Xunit;

namespace FastBias.Tests.Files;

/// <summary>Matrix Market files that SciPy wrote, every symmetry, and everything that must be refused.</summary>
public sealed class MatrixMarketFileTests
{
    [Fact]
    public void Reads_what_SciPy_wrote()
    {
        double[] dense = [4, 1, 2, 1, 5, 0.5, 2, 0.5, 6];
        Assert.Equal([1.5, -2.25, 3.0, 1e-300, 6.02e23, -0.0], MatrixMarketFile.Read<double>(Fixture.Path("general.mtx")).Data);
        Assert.Equal(dense, MatrixMarketFile.Read<double>(Fixture.Path("symmetric.mtx")).Data);
        Assert.Equal(dense, MatrixMarketFile.Read<double>(Fixture.Path("coordinate.mtx")).Data);
        Assert.Equal([0, -1.5, 2, 1.5, 0, -4, -2, 4, 0], MatrixMarketFile.Read<double>(Fixture.Path("skew.mtx")).Data);
    }

    [Theory]
    [InlineData("array real general", "2 2\n1\n2\n3\n4\n", new double[] { 1, 3, 2, 4 })]
    [InlineData("ARRAY Integer General", "% c\n\n 1  2 \n+1\n-2", new double[] { 1, -2 })]
    [InlineData("coordinate pattern general", "2 2 2\n1 2\n2 1\n", new double[] { 0, 1, 1, 0 })]
    [InlineData("coordinate real skew-symmetric", "2 2 1\n2 1 3\n", new double[] { 0, -3, 3, 0 })]
    [InlineData("coordinate real general", "1 2 1\n1 2 inf\n", new double[] { 0, double.PositiveInfinity })]
    [InlineData("array real symmetric", "1 1\r\n5\r\n", new double[] { 5 })]
    [InlineData("coordinate real general", "1 1 0\n", new double[] { 0 })]
    [InlineData("array real general", "0 3\n", new double[0])]
    public void Reads_every_form(string kind, string body, double[] expected) => Assert.Equal(expected, Read(kind, body).Data);

    [Theory]
    [InlineData("array complex general", "1 1\n1 0\n", 1, "not supported")]
    [InlineData("array pattern general", "1 1\n", 1, "pattern")]
    [InlineData("array real hermitian", "1 1\n1\n", 1, "not supported")]
    [InlineData("array real general", "2 x\n1\n", 2, "is not rows and columns")]
    [InlineData("array real general", "2 -2\n1\n", 2, "is not rows and columns")]
    [InlineData("array real general", "2 2\n1\n2\n3\n", 5, "cut off")]
    [InlineData("array real general", "1 1\n1\n2\n", 4, "'2' follows the last entry")]
    [InlineData("array real general", "1 1\n1e999\n", 3, "'1e999' is beyond the range")]
    [InlineData("array real general", "1 1\n1,5\n", 3, "'1,5' is not a number")]
    [InlineData("array integer general", "1 1\n1.5\n", 3, "'1.5' is not an integer")]
    [InlineData("array real symmetric", "2 3\n1\n2\n3\n", 2, "cannot be 2x3")]
    [InlineData("coordinate real general", "2 2 1\n3 1 1\n", 3, "'3' is not a row number from 1 to 2")]
    [InlineData("coordinate real general", "2 2 1\n1 0 1\n", 3, "'0' is not a column number from 1 to 2")]
    [InlineData("coordinate real general", "2 2 1\n-1 1 1\n", 3, "'-1' is not a row number")]
    [InlineData("coordinate real general", "2 2 2\n1 1 1\n1 1 1\n", 4, "given twice")]
    [InlineData("coordinate real symmetric", "2 2 1\n1 2 1\n", 3, "outside the stored triangle")]
    [InlineData("coordinate real skew-symmetric", "2 2 1\n1 1 1\n", 3, "outside the stored triangle")]
    [InlineData("array real general", "3000000000 1\n1\n", 2, "too large")]
    [InlineData("array real general", "9000 9000\n1\n", 2, "more than a file of")]
    [InlineData("coordinate real general", "100000 100000 1\n1 1 1\n", 2, "too large")]
    [InlineData("coordinate real general", "40000 40000 1\n1 1 1\n", 2, "the limit is")]
    public void Refuses_with_the_line(string kind, string body, int line, string reason)
    {
        MatrixFileException error = Assert.Throws<MatrixFileException>(() => Read(kind, body));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Refuses_other_files()
    {
        using MemoryStream stream = new("1 2\n3 4\n"u8.ToArray());
        Assert.Contains("%%MatrixMarket", Assert.Throws<MatrixFileException>(() => MatrixMarketFile.Read<double>(stream, "x.mtx")).Message, StringComparison.Ordinal);
        using MemoryStream binary = new([0xFF, 0xFE, 0xFD, 0x80, 0x81, 0xC0]);
        Assert.Throws<MatrixFileException>(() => MatrixMarketFile.Read<double>(binary, "x.mtx"));
    }

    [Fact]
    public void Writes_what_it_reads_to_the_bit()
    {
        using TemporaryFolder folder = new();
        Matrix<double> matrix = new(new[,] { { 0.1, -0.0, double.NaN }, { 5e-324, double.MaxValue, double.NegativeInfinity } });
        MatrixFile.Write<double>(folder["a.mtx"], matrix);

        Assert.Equal(matrix.Data.Select(BitConverter.DoubleToInt64Bits), MatrixFile.Read<double>(folder["a.mtx"]).Data.Select(BitConverter.DoubleToInt64Bits));
    }

    private static Matrix<double> Read(string kind, string body)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes($"%%MatrixMarket matrix {kind}\n{body}"));
        return MatrixMarketFile.Read<double>(stream, "test.mtx");
    }
}
