using FastBias.Files;
using Xunit;

namespace FastBias.Tests.Files;

/// <summary>.npy files that NumPy wrote, and files of our own that must be the bytes NumPy would write.</summary>
public sealed class NpyFileTests
{
    private static readonly double[,] Base = { { 1.5, -2.25, 3.0 }, { 1e-300, 6.02e23, -0.0 } };

    [Theory]
    [InlineData("f8_c.npy")]
    [InlineData("f8_fortran.npy")]
    [InlineData("f8_big.npy")]
    [InlineData("version2.npy")]
    [InlineData("version3.npy")]
    public void Reads_doubles_in_any_version_order_and_byte_order_to_the_bit(string name)
    {
        Matrix<double> read = NpyFile.Read<double>(Fixture.Path(name));

        Assert.Equal((2, 3), (read.Rows, read.Columns));
        Assert.Equal(new Matrix<double>(Base).Data.Select(BitConverter.DoubleToInt64Bits), read.Data.Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("f4_c.npy")]
    [InlineData("f4_big.npy")]
    public void Reads_singles_as_singles_and_as_doubles(string name)
    {
        Assert.Equal([1.5f, -2.25f, 3.0f], NpyFile.Read<float>(Fixture.Path(name)).Data);
        Assert.Equal([1.5, -2.25, 3.0], NpyFile.Read<double>(Fixture.Path(name)).Data);
        Assert.True(NpyFile.ReadHeader(Fixture.Path(name)).IsSingle);
    }

    [Fact]
    public void Reads_integers_that_are_exact()
    {
        Assert.Equal([1, -2, 2147483647, -2147483648], NpyFile.Read<double>(Fixture.Path("i4.npy")).Data);
        Assert.Equal([1, -2, 9007199254740992, -4611686018427387904], NpyFile.Read<double>(Fixture.Path("i8_big.npy")).Data);
        Assert.Equal([9223372036854775808, 7], NpyFile.Read<double>(Fixture.Path("u8.npy")).Data);
    }

    [Fact]
    public void Refuses_an_integer_that_would_be_rounded_and_names_it()
    {
        Assert.Contains("[0, 1] of type i8", Fails<double>("i8_inexact.npy").Message, StringComparison.Ordinal);
        Assert.Contains("[1, 0] of type i4", Fails<float>("i4.npy").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_double_beyond_single_precision() =>
        Assert.Contains("[0, 1]", FailsBytes<float>(Header("'<f8'", "(1, 2)"), [1.0, 1e39]).Message, StringComparison.Ordinal);

    [Fact]
    public void Reads_a_vector_as_a_column_and_an_empty_matrix()
    {
        Matrix<double> vector = NpyFile.Read<double>(Fixture.Path("vector.npy"));
        Matrix<double> empty = NpyFile.Read<double>(Fixture.Path("empty.npy"));

        Assert.Equal((3, 1), (vector.Rows, vector.Columns));
        Assert.Equal((0, 3), (empty.Rows, empty.Columns));
        Assert.True(NpyFile.ReadHeader(Fixture.Path("vector.npy")).IsVector);
    }

    [Theory]
    [InlineData("scalar.npy", "0 dimensions")]
    [InlineData("cube.npy", "3 dimensions")]
    [InlineData("object.npy", "Python objects")]
    [InlineData("complex.npy", "'<c16' is not supported")]
    [InlineData("strings.npy", "'<U1' is not supported")]
    [InlineData("structured.npy", "structured")]
    public void Refuses_what_is_no_matrix_of_numbers(string name, string reason) =>
        Assert.Contains(reason, Fails<double>(name).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("'<f8'", "(1000000000000, 1000000000000)", "too large")]
    [InlineData("'<f8'", "(99999999999999999999, 1)", "too large")]
    [InlineData("'<f8'", "(2000000000, 2000000000)", "too large")]
    [InlineData("'<f8'", "(40000, 40000)", "the limit is")]
    [InlineData("'<f8'", "(1000, 1000)", "cut off")]
    [InlineData("'<f8'", "(1, 1)", "goes on behind its data")]
    [InlineData("'<f8'", "(-1, 2)", "not a number")]
    [InlineData("'<f8'", "(1; 2)", "malformed")]
    [InlineData("'|f8'", "(1, 2)", "not supported")]
    public void Trusts_no_dimension(string descriptor, string shape, string reason) =>
        Assert.Contains(reason, FailsBytes<double>(Header(descriptor, shape), [1, 2]).Message, StringComparison.Ordinal);

    [Fact]
    public void Reads_a_header_with_keys_in_another_order_and_python_2_integers()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.npy", Bytes("{\"shape\": (2L, 1L), 'fortran_order': True, 'descr': '<f8'}\n", [3, 4]));

        Assert.Equal([3, 4], NpyFile.Read<double>(path).Data);
    }

    [Theory]
    [InlineData("f8_c.npy", false)]
    [InlineData("f4_c.npy", true)]
    public void Writes_the_bytes_that_NumPy_writes(string name, bool isSingle)
    {
        using TemporaryFolder folder = new();
        string path = folder["out.npy"];
        if (isSingle)
        {
            NpyFile.Write(path, NpyFile.Read<float>(Fixture.Path(name)));
        }
        else
        {
            NpyFile.Write(path, NpyFile.Read<double>(Fixture.Path(name)));
        }

        Assert.Equal(File.ReadAllBytes(Fixture.Path(name)), File.ReadAllBytes(path));
    }

    [Fact]
    public void Writes_vectors_of_numbers_and_of_integers()
    {
        using TemporaryFolder folder = new();
        NpyFile.WriteVector<double>(folder["v.npy"], [1, 2, 3]);
        NpyFile.WriteVector(folder["p.npy"], [2, 0, 1]);

        Assert.Equal(File.ReadAllBytes(Fixture.Path("vector.npy")), File.ReadAllBytes(folder["v.npy"]));
        Assert.Equal([2, 0, 1], NpyFile.Read<double>(folder["p.npy"]).Data);
        Assert.Equal("<i8", NpyFile.ReadHeader(folder["p.npy"]).Descriptor);
    }

    [Fact]
    public void Writes_a_view_with_strides_as_its_elements()
    {
        using TemporaryFolder folder = new();
        Matrix<double> matrix = new(Base);
        NpyFile.Write<double>(folder["t.npy"], matrix.Transposed);

        Assert.Equal(Matrix<double>.Copy(matrix.Transposed).Data, NpyFile.Read<double>(folder["t.npy"]).Data);
    }

    [Fact]
    public void Keeps_the_old_file_and_leaves_no_rest_when_writing_fails()
    {
        using TemporaryFolder folder = new();
        string old = folder.Write("old.npy", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(old, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal([old], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Names_a_folder_that_does_not_exist()
    {
        using TemporaryFolder folder = new();
        MatrixFileException error = Assert.Throws<MatrixFileException>(() => NpyFile.Write(folder["none/x.npy"], new Matrix<double>(1, 1)));

        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public void Names_a_missing_file_a_folder_and_an_unknown_extension()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("no such file", Assert.Throws<MatrixFileException>(() => MatrixFile.Read<double>(folder["x.npy"])).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<MatrixFileException>(() => NpyFile.Read<double>(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("unknown kind", Assert.Throws<MatrixFileException>(() => MatrixFile.Read<double>(folder.Write("x.xlsx", "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_stream_that_cannot_seek_within_the_limit()
    {
        byte[] bytes = File.ReadAllBytes(Fixture.Path("f8_c.npy"));
        using ForwardStream stream = new(bytes);
        Assert.Equal(new Matrix<double>(Base).Data, NpyFile.Read<double>(stream, "pipe").Data);

        using ForwardStream long_ = new(new byte[200_000]);
        Assert.Contains("limit", Assert.Throws<MatrixFileException>(() => NpyFile.Read<double>(long_, "pipe", new() { MemoryLimit = 1000 })).Message, StringComparison.Ordinal);
    }

    internal static string Header(string descriptor, string shape) => $"{{'descr': {descriptor}, 'fortran_order': False, 'shape': {shape}, }}\n";

    internal static byte[] Bytes(string header, double[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. header.Select(c => (byte)c), .. data.SelectMany(BitConverter.GetBytes)];

    private static MatrixFileException Fails<T>(string name)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Assert.Throws<MatrixFileException>(() => NpyFile.Read<T>(Fixture.Path(name)));

    private static MatrixFileException FailsBytes<T>(string header, double[] data)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using MemoryStream stream = new(Bytes(header, data));
        return Assert.Throws<MatrixFileException>(() => NpyFile.Read<T>(stream, "test.npy"));
    }

    private sealed class ForwardStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
