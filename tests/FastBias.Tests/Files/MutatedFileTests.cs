using System.Text;
using FastBias.Files;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Files;

/// <summary>
/// Valid files, cut and damaged at random: a reader returns a matrix or throws <see cref="MatrixFileException"/>, and allocates
/// no more than a small multiple of its input and of the limit. A failure prints the seed that repeats it.
/// </summary>
public sealed class MutatedFileTests
{
    private const long Limit = 1 << 16;

    private static readonly int Cases = TestScale.Of(3000);

    private static string[] NpySeeds => ["f8_c.npy", "f8_fortran.npy", "f8_big.npy", "f4_c.npy", "i8_big.npy", "vector.npy", "version2.npy", "version3.npy", "structured.npy", "object.npy"];

    [Fact]
    public void Npy() => Fuzz(
        [.. NpySeeds.Select(name => File.ReadAllBytes(Fixture.Path(name)))],
        ["(", ")", "'<f8'", "'>i4'", "99999999999", "'O'", "True", "}", "L", "\u0093NUMPY"],
        stream => NpyFile.Read<double>(stream, "x.npy", new() { MemoryLimit = Limit }));

    [Fact]
    public void Matrix_Market() => Fuzz(
        [.. ((string[])["general.mtx", "symmetric.mtx", "skew.mtx", "coordinate.mtx"]).Select(name => File.ReadAllBytes(Fixture.Path(name)))],
        ["symmetric", "array", "coordinate", "pattern", "1e999", "-1", "99999999999", "\n", " ", "%", "nan"],
        stream => MatrixMarketFile.Read<float>(stream, "x.mtx", new() { MemoryLimit = Limit }));

    [Fact]
    public void Csv()
    {
        string[] tables = ["a,b,c\n1,2,3\n4,5,6\n", "\"a\";\"b\nb\"\n\"x\"\"y\";1\n\"z\";2\n", "\uFEFFa\tb\r\n1\tNA\r\nnan\t-1e300\r\n"];
        int turn = 0;
        Fuzz(
            [.. tables.Select(Encoding.UTF8.GetBytes)],
            ["\"", "\"\"", ",", ";", "\t", "\n", "\r", "1e999", "inf", "NA", "0", "x"],
            stream =>
            {
                using StreamReader reader = TextTokens.Open(stream);
                CsvOptions options = new() { MemoryLimit = Limit, Header = (CsvHeader)(turn % 3), Missing = (CsvMissing)(turn / 3 % 3), NonFinite = (CsvNonFinite)(turn / 9 % 3) };
                turn++;
                CsvTable table = CsvTable.Read(reader, "x.csv", options);
                return CsvDesign.Create<double>(table, table.Columns, new() { MemoryLimit = Limit }).Matrix;
            });
    }

    private static void Fuzz<T>(byte[][] seeds, string[] words, Func<Stream, Matrix<T>> read)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int accepted = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            Random random = new(seed);
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], words, random);
            using MemoryStream stream = new(bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Matrix<T> matrix = read(stream);
                Assert.Equal(matrix.Data.Length, matrix.Rows * matrix.Columns);
                accepted++;
            }
            catch (MatrixFileException error)
            {
                Assert.False(string.IsNullOrWhiteSpace(error.Reason));
                Assert.DoesNotContain('\n', error.Message);
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}: {error}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < (6 * Limit) + (64L * bytes.Length) + 400_000, $"seed {seed}: {allocated} bytes allocated for a file of {bytes.Length}");
        }

        // Neither all refused nor all accepted: the damage reaches both sides of the check.
        Assert.InRange(accepted, Cases / 100, Cases * 99 / 100);
    }

    private static byte[] Mutate(byte[] valid, string[] words, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int change = random.Next(0, 4); change >= 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 9)));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(words[random.Next(words.Length)]));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 17))));
                    break;
            }
        }

        return [.. bytes];
    }
}
