using FastBias.Files;
using Xunit;

namespace FastBias.Tests.Files;

/// <summary>Tables as people write them, and errors that say where.</summary>
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("\uFEFFa,b\n\n1,2\n\n3,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n 3 ,\t4 \n")]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\n1\t2\n3\t4\n")]
    [InlineData("a,b\n1e0,+2\n3.0,.4E1\n")]
    public void Reads_numbers_in_every_dress(string text)
    {
        using TemporaryFolder folder = new();
        CsvTable table = CsvTable.Read(folder.Write("t.csv", text));

        Assert.Equal(["a", "b"], table.Columns.Select(column => column.Name));
        Assert.Equal([1, 2, 3, 4], table.ToMatrix<double>().Data);
    }

    [Fact]
    public void Reads_quotes_escapes_delimiters_and_line_ends_inside_cells()
    {
        CsvTable table = Read("\"na\"\"me\",\"x,\ny\"\n\"a\nb\",1\n\"c,\"\"d\"\"\",2\nplain \"q\",3\n");

        Assert.Equal(["na\"me", "x,\ny"], table.Columns.Select(column => column.Name));
        Assert.Equal(["a\nb", "c,\"d\"", "plain \"q\""], table.Columns[0].Levels);
        Assert.Equal([1, 2, 3], table.Columns[1].Values);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,\n", 3, 2, "column 'b': the value is missing")]
    [InlineData("a,b\n1,NA\n", 2, 2, "missing ('NA')")]
    [InlineData("a,b\n1,nan\n", 2, 2, "missing ('nan')")]
    [InlineData("a,b\n1,2\n3,x\n", 3, 2, "'x' is not a number, as '2' in line 2 is")]
    [InlineData("a,b\n1,x\n3,4\n", 3, 2, "'4' is a number, 'x' in line 2 is text")]
    [InlineData("a,b\n1,1e999\n", 2, 2, "'1e999' is beyond the range")]
    [InlineData("a,b\n1,-inf\n", 2, 2, "'-inf' is not a finite number")]
    [InlineData("a,b\n1,2\n\"\n\n\",4\n5\n", 6, null, "1 cells, 2 are wanted")]
    [InlineData("a,b\n1,2\n3,4,5\n", 3, null, "3 cells, 2 are wanted")]
    [InlineData("a,a\n1,2\n", 1, 2, "two columns are called 'a'")]
    [InlineData("a,b\n1,\"2\n", 2, 2, "never closed")]
    [InlineData("a,b\n1,\"2\"3\n", 2, 2, "'3' follows a closing quote")]
    [InlineData("\n\n", null, null, "is empty")]
    public void Names_line_and_column(string text, int? line, int? column, string reason)
    {
        MatrixFileException error = Assert.Throws<MatrixFileException>(() => Read(text, missing: CsvMissing.Error, textColumns: text.StartsWith("a,b\n1,2\n\"", StringComparison.Ordinal) ? ["a"] : []));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), ((int?)error.Line, error.Column));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Drops_rows_with_missing_values_and_counts_them()
    {
        CsvTable table = Read("a,b\n1,2\n,3\n4,null\n5,6\n", CsvMissing.DropRow);

        Assert.Equal((2, 2, 3L), (table.Rows, table.DroppedRows, table.FirstDroppedLine));
        Assert.Equal([1, 2, 5, 6], table.ToMatrix<double>().Data);
    }

    [Fact]
    public void Fills_missing_values_with_the_mean_of_the_others_without_overflow()
    {
        CsvTable table = Read("a,b\n1,1.7e308\nNA,1.7e308\n4,\n", CsvMissing.Mean);

        Assert.Equal([1, 1.7e308, 2.5, 1.7e308, 4, 1.7e308], table.ToMatrix<double>().Data);
        Assert.Equal(1, table.Columns[0].FilledCount);
    }

    [Theory]
    [InlineData("a,b\nx,1\n,2\n", 3L, "text has no mean")]
    [InlineData("a,b\n,1\nx,2\n", 2L, "text has no mean")]
    [InlineData("a,b\n,1\n,2\n", 2L, "every value is missing")]
    public void Has_no_mean_of_text_or_of_nothing(string text, long line, string reason)
    {
        MatrixFileException error = Assert.Throws<MatrixFileException>(() => Read(text, CsvMissing.Mean));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, "a"), (error.Line, error.ColumnName));
    }

    [Fact]
    public void Makes_text_columns_one_hot_in_order_of_appearance()
    {
        CsvTable table = Read("x,town\n1,B\n2,A\n3,B\n");
        CsvDesign<float> design = CsvDesign.Create<float>(table, table.Columns);

        Assert.Equal(["x", "town[B]", "town[A]"], design.Names);
        Assert.Equal([1, 1, 0, 2, 0, 1, 3, 1, 0], design.Matrix.Data);
        MatrixFileException error = Assert.Throws<MatrixFileException>(table.ToMatrix<double>);
        Assert.Equal((2L, "town"), (error.Line, error.ColumnName));
    }

    [Fact]
    public void Reads_codes_as_text_and_ignores_columns_on_request()
    {
        CsvTable table = Read("id,sex\nx,1\n,2\n", textColumns: ["sex"], ignored: ["id"]);

        Assert.Equal(["1", "2"], Assert.Single(table.Columns).Levels);
        Assert.Contains("no column 'age'", Assert.Throws<MatrixFileException>(() => Read("a\n1\n", textColumns: ["age"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2\n3,4\n", false)]
    [InlineData("nan,inf\n3,4\n", false)]
    [InlineData("a,2\n3,4\n", true)]
    public void Tells_a_header_from_data(string text, bool header)
    {
        using TemporaryFolder folder = new();
        Matrix<double> matrix = MatrixFile.Read<double>(folder.Write("t.csv", text));

        Assert.Equal((header ? 1 : 2, 2), (matrix.Rows, matrix.Columns));
    }

    [Fact]
    public void Never_takes_a_first_row_with_a_hole_for_a_header()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("t.csv", "1,,3\n4,5,6\n");
        Assert.Equal(1, Assert.Throws<MatrixFileException>(() => MatrixFile.Read<double>(path)).Line);
    }

    [Fact]
    public void Refuses_binary_and_stays_within_the_limit()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("not text", Assert.Throws<MatrixFileException>(() => CsvTable.Read(folder.Write("b.csv", [0x61, 0xFF, 0xC0]))).Message, StringComparison.Ordinal);
        CsvOptions small = new() { MemoryLimit = 1000, Header = CsvHeader.Absent };
        Assert.Contains("limit", Assert.Throws<MatrixFileException>(() => CsvTable.Read(new StringReader(new string('x', 5000)), "t", small)).Message, StringComparison.Ordinal);
        Assert.Contains("limit", Assert.Throws<MatrixFileException>(() => CsvTable.Read(new StringReader(string.Concat(Enumerable.Repeat("1\n", 500))), "t", small)).Message, StringComparison.Ordinal);
        Assert.Contains("limit", Assert.Throws<MatrixFileException>(() => CsvTable.Read(new StringReader(new string(',', 5000)), "t", small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_double_beyond_single_precision() =>
        Assert.Contains("single precision", Assert.Throws<MatrixFileException>(Read("a\n1e39\n").ToMatrix<float>).Message, StringComparison.Ordinal);

    private static CsvTable Read(string text, CsvMissing missing = CsvMissing.Error, string[]? textColumns = null, string[]? ignored = null) =>
        CsvTable.Read(new StringReader(text), "t.csv", new CsvOptions { Missing = missing, TextColumns = textColumns ?? [], IgnoredColumns = ignored ?? [] });
}
