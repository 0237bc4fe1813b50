using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Triangular solves and products: error bounds against plain substitution, what is never read, bits of threads.</summary>
public abstract class TriangularTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] s_orders = [0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 48, 49, 65, 100, 129];

    private static readonly int[] s_widths = [0, 1, 2, 5, 24, 33];

    private static double Unit => typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    [Theory]
    [InlineData(Triangle.Lower, false)]
    [InlineData(Triangle.Lower, true)]
    [InlineData(Triangle.Upper, false)]
    [InlineData(Triangle.Upper, true)]
    public void Solve_has_a_small_residual_and_reads_its_triangle_only(Triangle half, bool unit)
    {
        TestRandom random = new(1);
        foreach (int n in s_orders)
        {
            foreach (int width in s_widths)
            {
                foreach (StrideKind kind in (StrideKind[])[StrideKind.Unit, StrideKind.Transposed, StrideKind.SubView, StrideKind.General])
                {
                    StridedMatrix<T> triangle = Create(random, n, half, unit, kind), b = new(random.UniformMatrix<T>(n, width), StrideLayout.OutputKinds[(n + width) % 9]);
                    Matrix<T> before = b.ToMatrix();
                    Triangular.Solve(b.Span, triangle.View, half, unit);
                    AssertProduct(triangle.View, half, unit, b.View, before, $"{half} {(unit ? "unit " : "")}{n}x{width} {kind} {b.Kind}");
                    triangle.AssertPaddingUntouched();
                    b.AssertPaddingUntouched();
                }
            }
        }
    }

    [Theory]
    [InlineData(Triangle.Lower, false)]
    [InlineData(Triangle.Lower, true)]
    [InlineData(Triangle.Upper, false)]
    [InlineData(Triangle.Upper, true)]
    public void Multiply_meets_its_bound_and_reads_its_triangle_only(Triangle half, bool unit)
    {
        TestRandom random = new(2);
        foreach (int n in s_orders)
        {
            foreach (int width in s_widths)
            {
                StridedMatrix<T> triangle = Create(random, n, half, unit, StrideLayout.OutputKinds[n % 9]), b = new(random.UniformMatrix<T>(n, width), StrideLayout.OutputKinds[width % 9]);
                Matrix<T> before = b.ToMatrix();
                Triangular.Multiply(b.Span, triangle.View, half, unit);
                AssertProduct(triangle.View, half, unit, before, b.ToMatrix(), $"{half} {(unit ? "unit " : "")}{n}x{width} {triangle.Kind} {b.Kind}");
                triangle.AssertPaddingUntouched();
                b.AssertPaddingUntouched();
            }
        }
    }

    [Theory]
    [InlineData(Triangle.Lower)]
    [InlineData(Triangle.Upper)]
    public void Integers_are_exact(Triangle half)
    {
        TestRandom random = new(3);
        foreach (int n in s_orders)
        {
            Matrix<T> t = new(n, n), x = random.IntegerMatrix<T>(n, 3);
            for (int i = 0; i < n; i++)
            {
                // One entry beside the diagonal: solutions stay small.
                t[i, i] = T.One;
                int j = half == Triangle.Lower ? i - 1 - (i % 3) : i + 1 + (i % 3);
                if (j >= 0 && j < n)
                {
                    t[i, j] = T.NegativeOne;
                }
            }

            Matrix<T> b = x.Clone(), expected = Product.Multiply(t, x);
            Triangular.Multiply(b.AsSpan(), t, half);
            Assert.Equal(expected.Data, b.Data);
            Triangular.Solve(b.AsSpan(), t, half);
            Assert.Equal(x.Data, b.Data);
        }
    }

    [Fact]
    public void A_transposed_view_with_the_other_half_has_the_bits_of_a_copy()
    {
        TestRandom random = new(4);
        foreach (int n in (int[])[5, 16, 40, 97])
        {
            Matrix<T> lower = Create(random, n, Triangle.Lower, false, StrideKind.Unit).ToMatrix(), b = random.UniformMatrix<T>(n, 6), c = b.Clone();
            Triangular.Solve(b.AsSpan(), lower.Transposed, Triangle.Upper);
            Triangular.Solve(c.AsSpan(), Matrix<T>.Copy(lower.Transposed), Triangle.Upper);
            Bits.AssertEqual<T>(c, b, $"n = {n}");
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        TestRandom random = new(5);
        Matrix<T> lower = Create(random, 500, Triangle.Lower, false, StrideKind.Unit).ToMatrix(), b = random.UniformMatrix<T>(500, 90), solved = b.Clone(), multiplied = b.Clone();
        Triangular.Solve(solved.AsSpan(), lower, Triangle.Lower);
        Triangular.Multiply(multiplied.AsSpan(), lower, Triangle.Lower);
        foreach (int threads in (int[])[2, 3, 4, 7, 8, 16])
        {
            Matrix<T> c = b.Clone();
            Triangular.Solve(c.AsSpan(), lower, Triangle.Lower, parallelism: Parallelism.Threads(threads));
            Bits.AssertEqual<T>(solved, c, $"solve on {threads} threads");
            c = b.Clone();
            Triangular.Multiply(c.AsSpan(), lower, Triangle.Lower, parallelism: Parallelism.Threads(threads));
            Bits.AssertEqual<T>(multiplied, c, $"multiply on {threads} threads");
        }
    }

    [Fact]
    public void A_zero_on_the_diagonal_divides_as_IEEE_does()
    {
        Matrix<T> t = new([T.Zero, T.Zero, T.Zero, T.One], 2, 2), b = new([T.One, T.Zero, T.One, T.One], 2, 2);
        Triangular.Solve(b.AsSpan(), t, Triangle.Lower);
        Assert.Equal(T.PositiveInfinity, b[0, 0]);
        Assert.True(T.IsNaN(b[0, 1]));
    }

    [Fact]
    public void Wrong_shapes_and_overlap_are_refused_before_the_first_write()
    {
        Matrix<T> a = Matrix<T>.Identity(6);
        Assert.Throws<ArgumentException>(() => Triangular.Solve(new Matrix<T>(5, 2).AsSpan(), a, Triangle.Lower));
        Assert.Throws<ArgumentException>(() => Triangular.Multiply(new Matrix<T>(6, 2).AsSpan(), new Matrix<T>(6, 5), Triangle.Lower));
        Assert.Throws<ArgumentException>(() => Triangular.Solve(a.Slice(0, 0, 6, 2), a, Triangle.Lower));
        Assert.Equal(Matrix<T>.Identity(6).Data, a.Data);
        Triangular.Solve(a.Slice(0, 3, 3, 3), a.Slice(0, 0, 3, 3), Triangle.Lower);
    }

    /// <summary>A triangle with a dominant diagonal; NaN in the other half, and on the diagonal where that is said to be one.</summary>
    private static StridedMatrix<T> Create(TestRandom random, int n, Triangle half, bool unit, StrideKind kind)
    {
        Matrix<T> a = random.UniformMatrix<T>(n, n);
        T shrink = T.One / T.CreateChecked(Math.Max(1, n / 2));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                a[i, j] = i == j ? unit ? T.NaN : T.One + (a[i, j] * T.CreateTruncating(0.5)) : half == Triangle.Lower == j < i ? a[i, j] * shrink : T.NaN;
            }
        }

        return new(a, kind);
    }

    /// <summary>|T·x − b| ≤ (n + 4)·u·(|T||x| + |b|), in double, the triangle's other half taken as zero.</summary>
    private static void AssertProduct(ReadOnlyMatrixSpan<T> t, Triangle half, bool unit, ReadOnlyMatrixSpan<T> x, Matrix<T> b, string what)
    {
        for (int i = 0; i < t.Rows; i++)
        {
            for (int j = 0; j < x.Columns; j++)
            {
                double sum = 0, size = Math.Abs(double.CreateChecked(b[i, j]));
                for (int p = half == Triangle.Lower ? 0 : i; p < (half == Triangle.Lower ? i + 1 : t.Rows); p++)
                {
                    double term = (p == i && unit ? 1 : double.CreateChecked(t[i, p])) * double.CreateChecked(x[p, j]);
                    sum += term;
                    size += Math.Abs(term);
                }

                double error = Math.Abs(sum - double.CreateChecked(b[i, j]));
                Assert.True(error <= (t.Rows + 4) * Unit * size, $"{what}: element ({i}, {j}) is wrong by {error}, {error / (Unit * size)} u");
            }
        }
    }
}

public sealed class TriangularTestsOfDouble : TriangularTests<double>;

public sealed class TriangularTestsOfSingle : TriangularTests<float>;
