using FastBias.Files;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.AccumulationTests;

/// <summary>States in files: the same bits back, and no damage goes unnoticed.</summary>
public sealed class AccumulatorFileTests
{
    [Fact]
    public void Binary_and_json_bring_back_the_same_state()
    {
        LeastSquaresAccumulator<double> state = Sample();
        byte[] bytes = AccumulatorFile.ToBytes(state);
        LeastSquaresAccumulator<double> binary = AccumulatorFile.FromBytes<double>(bytes, "x"), json = AccumulatorJson.Read<double>(AccumulatorJson.Write(state), "x");
        Assert.Equal(bytes, AccumulatorFile.ToBytes(binary));
        Assert.Equal(bytes, AccumulatorFile.ToBytes(json));
        Assert.Equal(state.Names, binary.Names);
        Assert.Equal((state.Rows, state.WeightSum, state.Columns), (json.Rows, json.WeightSum, json.Columns));
        Assert.Equal(state.Shards, binary.Shards);
        string path = Path.Combine(Path.GetTempPath(), $"fastbias-{Guid.NewGuid():N}.fbls");
        AccumulatorFile.Write(path, state);
        Assert.Equal(bytes, AccumulatorFile.ToBytes(AccumulatorFile.Read<double>(path)));
        File.Delete(path);
        Assert.Contains("no such file", Assert.Throws<MatrixFileException>(() => AccumulatorFile.Read<double>(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_precision_has_its_own_form()
    {
        LeastSquaresAccumulator<float> state = new(2);
        state.Add(new TestRandom(1).UniformMatrix<float>(5, 2), new TestRandom(2).UniformVector<float>(5));
        byte[] bytes = AccumulatorFile.ToBytes(state);
        Assert.Equal(bytes, AccumulatorFile.ToBytes(AccumulatorFile.FromBytes<float>(bytes, "x")));
        Assert.Equal(bytes, AccumulatorFile.ToBytes(AccumulatorJson.Read<float>(AccumulatorJson.Write(state), "x")));
        Assert.Contains("4-byte numbers", Assert.Throws<MatrixFileException>(() => AccumulatorFile.FromBytes<double>(bytes, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_and_every_changed_byte_is_refused()
    {
        byte[] bytes = AccumulatorFile.ToBytes(Sample());
        for (int length = 0; length < bytes.Length; length++)
        {
            string message = Assert.Throws<MatrixFileException>(() => AccumulatorFile.FromBytes<double>(bytes.AsSpan(0, length), "s.fbls")).Message;
            Assert.True(length < 8 || message.StartsWith("s.fbls: is cut off", StringComparison.Ordinal), message);
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 0x10;
            Assert.Throws<MatrixFileException>(() => AccumulatorFile.FromBytes<double>(changed, "s.fbls"));
        }

        Assert.Contains("goes on behind its end", Assert.Throws<MatrixFileException>(() => AccumulatorFile.FromBytes<double>([.. bytes, 0], "s.fbls")).Message, StringComparison.Ordinal);
        byte[] newer = [.. bytes];
        newer[8] = 2;
        Assert.Contains("version 2", Assert.Throws<MatrixFileException>(() => AccumulatorFile.FromBytes<double>(newer, "s.fbls")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_json_is_refused()
    {
        string json = AccumulatorJson.Write(Sample());
        foreach (string damaged in (string[])[json[..^5], json.Replace("\"rows\":", "\"rows\":1", StringComparison.Ordinal), json.Replace("fastbias-least", "else", StringComparison.Ordinal), "{}", "[]", "x", json.Replace("\"level\":1", "\"level\":0", StringComparison.Ordinal)])
        {
            Assert.Throws<MatrixFileException>(() => AccumulatorJson.Read<double>(damaged, "s.json"));
        }
    }

    [Fact]
    public void Blocks_of_rows_are_the_whole_file()
    {
        string folder = Directory.CreateTempSubdirectory("fastbias").FullName;
        Matrix<double> a = new TestRandom(4).UniformMatrix<double>(1000, 5);
        string npy = Path.Combine(folder, "a.npy"), csv = Path.Combine(folder, "a.csv");
        NpyFile.Write(npy, a);
        File.WriteAllLines(csv, [string.Join(',', "abcde".Select(c => $"{c}")), .. Enumerable.Range(0, 1000).Select(i => string.Join(',', a.Row(i).ToArray().Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture))))]);
        foreach (string path in (string[])[npy, csv])
        {
            using RowBlockReader reader = RowBlockReader.Open(path);
            Matrix<double> block = new(77, 5);
            List<double> all = [];
            for (int rows; (rows = reader.Read(block)) > 0;)
            {
                all.AddRange(block.Data[..(rows * 5)]);
            }

            Assert.Equal(a.Data, all);
            Assert.Equal(1, reader.Progress);
        }

        File.WriteAllText(csv, "a,b\n1,2\n,3\n4,NaN\n5,6\n");
        using (RowBlockReader dropping = RowBlockReader.Open(csv, new RowBlockOptions { DropMissing = true }))
        {
            Matrix<double> block = new(10, 2);
            Assert.Equal((2, 2L), (dropping.Read(block), dropping.DroppedRows));
            Assert.Equal([1, 2, 5, 6], block.Data[..4]);
        }

        a[3, 2] = double.NaN;
        NpyFile.Write(npy, a);
        using (RowBlockReader dropping = RowBlockReader.Open(npy, new RowBlockOptions { DropMissing = true }))
        {
            Matrix<double> block = new(2000, 5);
            Assert.Equal((999, 1L), (dropping.Read(block), dropping.DroppedRows));
            Assert.Equal(a.Row(999).ToArray(), block.Row(998).ToArray());
        }

        Assert.Contains("element [3, 2] = NaN", Refusal(npy), StringComparison.Ordinal);
        Assert.Contains("line 3, column 'a': the value is missing", Refusal(csv), StringComparison.Ordinal);
        File.WriteAllText(csv, "a,b\n1,x\n");
        Assert.Contains("'x' is text", Refusal(csv), StringComparison.Ordinal);
        File.WriteAllText(csv, "a,b\n1\n");
        Assert.Contains("1 cells, 2 are wanted", Refusal(csv), StringComparison.Ordinal);
        File.WriteAllBytes(npy, File.ReadAllBytes(npy)[..1000]);
        Assert.Contains("is cut off", Refusal(npy), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static string Refusal(string path) => Assert.Throws<MatrixFileException>(() =>
    {
        using RowBlockReader reader = RowBlockReader.Open(path);
        reader.Read(new Matrix<double>(2000, reader.Names.Count));
    }).Message;

    private static LeastSquaresAccumulator<double> Sample()
    {
        LeastSquaresAccumulator<double> state = AccumulatorTests.Leaf(2, 7);
        state.Merge(AccumulatorTests.Leaf(3, 7));
        state.Merge(AccumulatorTests.Leaf(8, 7));
        state.SetNames(["a", "b", "ç", "y"]);
        return state;
    }
}
