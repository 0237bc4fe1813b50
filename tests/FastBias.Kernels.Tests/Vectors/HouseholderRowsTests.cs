using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Rows of few columns taken into a triangle: the bits of their definition on every ISA, whatever the strides.</summary>
public abstract class HouseholderRowsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int s_line = typeof(T) == typeof(double) ? 8 : 16;

    private static readonly (int Rows, int Columns, int Sides)[] s_shapes =
        [(1, 1, 0), (1, 3, 2), (5, 1, 1), (8, 4, 1), (16, 4, 0), (37, 9, 2), (64, 16, 1), (100, 5, 12), (300, 21, 3), (131, 40, 1)];

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void R_and_C_have_the_bits_of_their_definition(Isa isa)
    {
        TestRandom random = new(14);
        foreach ((int m, int n, int p) in s_shapes)
        {
            Matrix<T> top = random.UniformMatrix<T>(n, n + p), a = random.UniformMatrix<T>(m, n), b = random.UniformMatrix<T>(m, p), other = top.Clone();
            Matrix<T> expected = Define(top, a, b);
            Absorb(isa, top, a, b);
            AssertSame(expected, top, $"{isa} {m}x{n}, {p} sides");
            Absorb(isa, other, Matrix<T>.Copy(a.Transposed).Transposed, Matrix<T>.Copy(b.Transposed).Transposed);
            AssertSame(expected, other, $"{isa} {m}x{n}, {p} sides, by columns");
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Columns_times_powers_of_two_give_those_of_the_triangle_times_the_same(Isa isa)
    {
        TestRandom random = new(15);
        int far = typeof(T) == typeof(double) ? 190 : 28;
        int[] exponents = [0, far, -far, 3, -far / 2, -7];
        Matrix<T> a = random.UniformMatrix<T>(90, 5), b = random.UniformMatrix<T>(90, 1), scaledA = a.Clone(), scaledB = b.Clone(), top = new(5, 6), scaled = new(5, 6);
        for (int i = 0; i < a.Rows; i++)
        {
            scaledB[i, 0] = T.ScaleB(b[i, 0], exponents[5]);
            for (int j = 0; j < 5; j++)
            {
                scaledA[i, j] = T.ScaleB(a[i, j], exponents[j]);
            }
        }

        for (int block = 0; block < 2; block++)
        {
            Absorb(isa, top, a.Slice(45 * block, 0, 45, 5), b.Slice(45 * block, 0, 45, 1));
            Absorb(isa, scaled, scaledA.Slice(45 * block, 0, 45, 5), scaledB.Slice(45 * block, 0, 45, 1));
        }

        for (int i = 0; i < 5; i++)
        {
            for (int j = i; j < 6; j++)
            {
                Bits.AssertEqual(T.ScaleB(top[i, j], exponents[j]), scaled[i, j], $"{isa} ({i}, {j})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Rows_of_zeros_leave_the_triangle_as_it_is(Isa isa)
    {
        Matrix<T> top = new TestRandom(16).UniformMatrix<T>(4, 6), before = top.Clone();
        Absorb(isa, top, new Matrix<T>(50, 4), new Matrix<T>(50, 2));
        AssertSame(before, top, $"{isa}");
        Assert.Equal(before.Data, top.Data);
    }

    private static void Absorb(Isa isa, Matrix<T> top, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b)
    {
        using Scratch.Lease<T> lease = Scratch.Rent<T>((nint)HouseholderRows<T>.WorkspaceLength(a.Rows, top.Columns));
        lease.Span.Fill(T.NaN);
        HouseholderRows<T>.Absorb(Kernels<T>.For(isa), top, a, b, lease.Span);
    }

    private static void AssertSame(Matrix<T> expected, Matrix<T> actual, string where)
    {
        for (int i = 0; i < expected.Rows; i++)
        {
            for (int j = 0; j < expected.Columns; j++)
            {
                Bits.AssertEqual(expected[i, j], actual[i, j], $"{where} ({i}, {j})");
            }
        }
    }

    private static Matrix<T> Define(Matrix<T> top, Matrix<T> a, Matrix<T> b)
    {
        int m = a.Rows, n = a.Columns, all = top.Columns;
        Matrix<T> r = top.Clone(), c = new(m, all);
        a.AsSpan().CopyTo(c.Slice(0, 0, m, n));
        b.AsSpan().CopyTo(c.Slice(0, n, m, all - n));
        for (int j = 0; j < n; j++)
        {
            int column = j;
            T alpha = r[j, j], square = T.FusedMultiplyAdd(alpha, alpha, Sum(m, 2, i => c[i, column], i => c[i, column]));
            T beta = -T.CopySign(T.Sqrt(square), alpha), d = alpha - beta, inverse = T.One / d, tau = -d / beta;
            r[j, j] = beta;
            for (int k = j + 1; k < all; k++)
            {
                int other = k;
                T w = -tau * T.FusedMultiplyAdd(inverse, Sum(m, 1, i => c[i, column], i => c[i, other]), r[j, k]);
                r[j, k] += w;
                for (int i = 0; i < m; i++)
                {
                    c[i, k] = T.FusedMultiplyAdd(inverse * c[i, j], w, c[i, k]);
                }
            }
        }

        return r;
    }

    /// <summary>Σ xᵢ·yᵢ over the lanes of one line, or two of which the second begins with the third line.</summary>
    private static T Sum(int m, int lines, Func<int, T> x, Func<int, T> y)
    {
        T[] lanes = new T[lines * s_line];
        for (int i = 0; i < m; i++)
        {
            int line = i / s_line, half = lines == 1 || line == 0 ? 0 : (line - 1) % 2, lane = (half * s_line) + (i % s_line);
            lanes[lane] = T.FusedMultiplyAdd(x(i), y(i), lanes[lane]);
        }

        for (int half = lanes.Length / 2; half >= 1; half /= 2)
        {
            for (int l = 0; l < half; l++)
            {
                lanes[l] += lanes[l + half];
            }
        }

        return lanes[0];
    }
}

public sealed class HouseholderRowsTestsOfDouble : HouseholderRowsTests<double>;

public sealed class HouseholderRowsTestsOfSingle : HouseholderRowsTests<float>;
