using System.Numerics;
using FastBias.Kernels;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

public sealed class SvdWorkspaceTestsOfDouble : SvdWorkspaceTests<double>;

public sealed class SvdWorkspaceTestsOfFloat : SvdWorkspaceTests<float>;

/// <summary>The decomposition in the caller's memory: the bits of <c>Factor</c>, no allocation, and nothing written where nothing may be.</summary>
public abstract class SvdWorkspaceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T s_guard = T.CreateTruncating(77);

    public static TheoryData<string> Gallery => [.. SpectralGallery.Names, SpectralGallery.Subnormal];

    /// <summary>Every way through the decomposition: rounds, Gram start, bidiagonal values, pivoted QR, each square, tall and wide.</summary>
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 6, 4 }, { 4, 6 }, { 24, 24 }, { 30, 9 }, { 9, 30 }, { 40, 34 }, { 67, 65 }, { 65, 67 }, { 70, 70 }, { 130, 100 }, { 200, 40 }, { 40, 200 }, { 520, 5 }, { 300, 66 },
    };

    [Theory]
    [MemberData(nameof(Gallery))]
    public void Small_and_empty_matrices_have_the_bits_of_Factor(string name)
    {
        int stride = TestScale.Stride(9), turn = 0;
        for (int m = 0; m <= 26; m++)
        {
            for (int n = 0; n <= 26; n++)
            {
                if (turn++ % stride == 0 || m * n <= 4)
                {
                    CheckAll(SpectralGallery.Make<T>(name, m, n), new SvdOptions());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Larger_matrices_have_the_bits_of_Factor(int m, int n)
    {
        foreach (string name in new[] { "gauss", "huge", "tiny", "graded columns", "zero columns", "low rank", "vandermonde", "clustered", "one entry" })
        {
            CheckAll(SpectralGallery.Make<T>(name, m, n), new SvdOptions());
        }

        CheckAll(SpectralGallery.Make<T>("graded both", m, n), new SvdOptions { MaxSweeps = 1 });
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    [InlineData(60, 70)]
    [InlineData(90, 20)]
    public void What_is_not_finite_is_named_and_nothing_is_written(int m, int n)
    {
        foreach (SvdVectors vectors in Enum.GetValues<SvdVectors>())
        {
            foreach (FinitePolicy finite in Enum.GetValues<FinitePolicy>())
            {
                foreach (T bad in new[] { T.NaN, T.PositiveInfinity })
                {
                    Matrix<T> a = SpectralGallery.Make<T>("gauss", m, n);
                    a[m / 2, n / 3] = a[m - 1, n - 1] = bad;
                    Buffers b = new(m, n, vectors);
                    SvdOutcome<T> outcome = b.Factor(a, new SvdOptions { Vectors = vectors, Finite = finite });
                    Assert.Equal(new SvdOutcome<T>(Status.NonFiniteInput, 0, T.Zero, finite == FinitePolicy.Check ? (m / 2, n / 3) : null), outcome);
                    Assert.All([.. b.U.Data, .. b.S, .. b.Vt.Data], x => Assert.Equal(s_guard, x));
                }
            }
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(80, 60)]
    public void Wrong_calls_name_the_argument_and_write_nothing(int m, int n)
    {
        Matrix<T> a = SpectralGallery.Make<T>("gauss", m, n);
        foreach (SvdVectors vectors in Enum.GetValues<SvdVectors>())
        {
            SvdOptions options = new() { Vectors = vectors };
            Buffers b = new(m, n, vectors);
            Matrix<T> u = b.U, vt = b.Vt, other = new(m + 1, n + 1);
            int length = Svd<T>.WorkspaceLength(m, n, vectors);
            void Throws(string name, Action call) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(call).ParamName);
            Throws("u", () => Svd<T>.FactorInto(a, other, b.S, vt, b.Workspace, options));
            Throws("vt", () => Svd<T>.FactorInto(a, u, b.S, other, b.Workspace, options));
            Throws("s", () => Svd<T>.FactorInto(a, u, b.S[1..], vt, b.Workspace, options));
            Throws("workspace", () => Svd<T>.FactorInto(a, u, b.S, vt, b.Workspace.AsSpan(0, length - 1), options));
            Throws("options", () => Svd<T>.FactorInto(a, u, b.S, vt, b.Workspace, new SvdOptions { Vectors = vectors, MaxSweeps = 0 }));
            if (vectors != SvdVectors.None)
            {
                Throws("u", () => Svd<T>.FactorInto(a, new Matrix<T>(u.Columns, u.Rows).Transposed, b.S, vt, b.Workspace, options));
                Throws("vt", () => Svd<T>.FactorInto(a, u, b.S, new Matrix<T>(vt.Columns, vt.Rows).Transposed, b.Workspace, options));
            }

            Assert.All([.. u.Data, .. b.S, .. vt.Data, .. b.Workspace], x => Assert.Equal(s_guard, x));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Svd<T>.WorkspaceLength(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Svd<T>.WorkspaceLength(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Svd<T>.WorkspaceLength(100_000, 50_000));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Nothing_is_allocated(int m, int n)
    {
        foreach (string name in m * n > 5000 ? ["gauss"] : new[] { "gauss", "graded columns", "low rank", "vandermonde" })
        {
            Matrix<T> a = SpectralGallery.Make<T>(name, m, n), bx = new(Math.Max(m, n), 2);
            foreach (SvdVectors vectors in Enum.GetValues<SvdVectors>())
            {
                Buffers b = new(m, n, vectors);
                SvdOptions options = new() { Vectors = vectors };
                T[] solving = new T[Svd<T>.SolveWorkspaceLength(m, n, 2)];
                void Run()
                {
                    b.Factor(a, options);
                    if (vectors != SvdVectors.None)
                    {
                        Svd<T>.SolveInPlace(bx, b.U, b.S, b.Vt, solving);
                    }
                }

                Assert.Equal(0, Allocations.OfACall(Run));
            }
        }
    }

    [Theory]
    [InlineData(150, 140)]
    [InlineData(330, 310)]
    public void Threads_change_no_bit_and_cancellation_is_a_status(int m, int n)
    {
        Matrix<T> a = SpectralGallery.Make<T>("gauss", m, n);
        Svd<T> svd = Svd<T>.Factor(a);
        foreach (int threads in new[] { 2, 3 })
        {
            Buffers b = new(m, n, SvdVectors.Thin);
            Assert.Equal(Status.Success, b.Factor(a, new SvdOptions(), Parallelism.Threads(threads)).Status);
            Assert.Equal(svd.U.Data, b.U.Data);
            Assert.Equal(svd.Vt.Data, b.Vt.Data);
        }

        Buffers cancelled = new(m, n, SvdVectors.Thin);
        Assert.Equal(Status.Cancelled, cancelled.Factor(a, new SvdOptions(), default, new CancellationToken(true)).Status);
        cancelled.RequireGuards();
    }

    [Fact]
    public void What_Factor_keeps_for_small_matrices_is_enough_for_each_of_them()
    {
        foreach (SvdVectors vectors in Enum.GetValues<SvdVectors>())
        {
            for (int m = 0; m <= Svd<T>.SmallSide; m++)
            {
                for (int n = 0; n <= Svd<T>.SmallSide; n++)
                {
                    Assert.InRange(Arena.Bytes<T>(Svd<T>.WorkspaceLength(m, n, vectors)), 0, Svd<T>.SmallBytes);
                }
            }
        }
    }

    [Theory]
    [InlineData("gauss", 9, 5)]
    [InlineData("gauss", 5, 9)]
    [InlineData("low rank", 30, 20)]
    [InlineData("zero", 4, 3)]
    [InlineData("huge", 6, 6)]
    [InlineData("gauss", 80, 70)]
    [InlineData("gauss", 0, 3)]
    [InlineData("gauss", 3, 0)]
    public void Solving_in_place_has_the_bits_of_Solve(string name, int m, int n)
    {
        Matrix<T> a = SpectralGallery.Make<T>(name, m, n), b = SpectralGallery.Make<T>("integers", m, 3), x = new(n, 3);
        foreach (SvdVectors vectors in new[] { SvdVectors.Thin, SvdVectors.Full })
        {
            Svd<T> svd = Svd<T>.Factor(a, new SvdOptions { Vectors = vectors });
            foreach (T? cutoff in new T?[] { null, T.Zero, T.CreateTruncating(0.3) })
            {
                Matrix<T> bx = new(Math.Max(m, n), 3);
                b.AsSpan().CopyTo(bx.Slice(0, 0, m, 3));
                T[] workspace = new T[Svd<T>.SolveWorkspaceLength(m, n, 3)];
                (int rank, Status status) = Svd<T>.SolveInPlace(bx, svd.U, svd.S, svd.Vt, workspace, cutoff);
                Assert.Equal(svd.Rank(cutoff), rank);
                Assert.Equal(svd.Solve(x, b, cutoff), status);
                Assert.Equal(x.Data, bx.Data[..(n * 3)]);
            }
        }
    }

    [Fact]
    public void Solving_in_place_refuses_before_it_writes()
    {
        Matrix<T> a = SpectralGallery.Make<T>("gauss", 5, 3), bx = SpectralGallery.Make<T>("gauss", 5, 2);
        T[] before = [.. bx.Data], workspace = new T[6];
        Svd<T> svd = Svd<T>.Factor(a);
        void Throws(string name, Action call) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(call).ParamName);
        Throws("bx", () => Svd<T>.SolveInPlace(bx.Slice(0, 0, 4, 2), svd.U, svd.S, svd.Vt, workspace));
        Throws("bx", () => Svd<T>.SolveInPlace(new Matrix<T>(2, 5).Transposed, svd.U, svd.S, svd.Vt, workspace));
        Throws("u", () => Svd<T>.SolveInPlace(bx, svd.U.Slice(0, 0, 5, 2), svd.S, svd.Vt, workspace));
        Throws("vt", () => Svd<T>.SolveInPlace(bx, svd.U, svd.S, svd.Vt.Slice(0, 0, 2, 3), workspace));
        Throws("s", () => Svd<T>.SolveInPlace(bx, svd.U, svd.S.AsSpan(1), svd.Vt, workspace));
        Throws("workspace", () => Svd<T>.SolveInPlace(bx, svd.U, svd.S, svd.Vt, workspace.AsSpan(1)));
        Throws("relativeCutoff", () => Svd<T>.SolveInPlace(bx, svd.U, svd.S, svd.Vt, workspace, T.NaN));
        Throws("columns", () => Svd<T>.SolveWorkspaceLength(5, 3, -1));
        Assert.Equal(before, bx.Data);
        bx[2, 1] = T.NaN;
        before = [.. bx.Data];
        Assert.Equal((3, Status.NonFiniteInput), Svd<T>.SolveInPlace(bx, svd.U, svd.S, svd.Vt, workspace));
        Assert.Equal(before, bx.Data);
    }

    private static void CheckAll(Matrix<T> a, SvdOptions options)
    {
        T[] before = [.. a.Data];
        Matrix<T> byColumns = Matrix<T>.Copy(a.Transposed);
        foreach (SvdVectors vectors in Enum.GetValues<SvdVectors>())
        {
            SvdOptions wanted = options with { Vectors = vectors };
            Svd<T> svd = Svd<T>.Factor(a, wanted);
            foreach (bool turned in new[] { false, true })
            {
                Buffers b = new(a.Rows, a.Columns, vectors);
                SvdOutcome<T> outcome = b.Factor(turned ? byColumns.Transposed : a, wanted);
                Assert.Equal(new SvdOutcome<T>(svd.Status, svd.Sweeps, svd.LargestCosine, svd.FirstNonFinite), outcome);
                Assert.Equal(svd.S, b.S.ToArray());
                Assert.Equal(svd.U.Data, b.U.Data);
                Assert.Equal(svd.Vt.Data, b.Vt.Data);
                b.RequireGuards();
            }
        }

        Assert.Equal(before, a.Data);
    }

    /// <summary>The caller's memory, all of it filled with one number, and more of it behind the workspace and the singular values.</summary>
    private sealed class Buffers
    {
        private const int Guards = 40;
        private readonly int _length;
        private readonly int _thin;
        private readonly T[] _values;

        public Buffers(int m, int n, SvdVectors vectors)
        {
            _thin = Math.Min(m, n);
            _length = Svd<T>.WorkspaceLength(m, n, vectors);
            int left = vectors == SvdVectors.None ? 0 : vectors == SvdVectors.Thin ? _thin : m, right = vectors == SvdVectors.None ? 0 : vectors == SvdVectors.Thin ? _thin : n;
            U = new Matrix<T>(m, left);
            Vt = new Matrix<T>(right, n);
            _values = new T[_thin + Guards];
            Workspace = new T[_length + Guards];
            foreach (T[] array in new[] { U.Data, Vt.Data, _values, Workspace })
            {
                Array.Fill(array, s_guard);
            }
        }

        public Matrix<T> U { get; }

        public Matrix<T> Vt { get; }

        public T[] Workspace { get; }

        public Span<T> S => _values.AsSpan(0, _thin);

        public SvdOutcome<T> Factor(ReadOnlyMatrixSpan<T> a, SvdOptions options, Parallelism parallelism = default, CancellationToken cancellationToken = default) =>
            Svd<T>.FactorInto(a, U, _values, Vt, Workspace.AsSpan(0, _length), options, parallelism, cancellationToken);

        public void RequireGuards()
        {
            Assert.All(_values[_thin..], x => Assert.Equal(s_guard, x));
            Assert.All(Workspace[_length..], x => Assert.Equal(s_guard, x));
        }
    }
}
