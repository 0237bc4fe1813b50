using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>QR of few columns: the bits of its definition, which has the lanes of one line, or two for a norm, on every ISA.</summary>
public abstract class HouseholderColumnsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int s_line = typeof(T) == typeof(double) ? 8 : 16;

    private static readonly (int Rows, int Columns)[] s_shapes = [(1, 1), (5, 1), (4, 4), (20, 3), (37, 9), (64, 16), (100, 5), (200, 10), (131, 32)];

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void R_reflectors_and_Q_have_the_bits_of_their_definition(Isa isa)
    {
        TestRandom random = new(4);
        foreach ((int m, int n) in s_shapes)
        {
            Matrix<T> a = random.UniformMatrix<T>(m, n), factors = a.Clone();
            T[] tau = new T[n];
            HouseholderColumns<T>.Factor(Kernels<T>.For(isa), factors.AsSpan(), tau, false);
            (Matrix<T> expected, T[] expectedTau) = Define(a);
            AssertSame(expected, factors, $"{isa} {m}x{n}, factors");
            Bits.AssertEqual(expectedTau[^1], tau[^1], $"{isa} {m}x{n}, last scalar");

            Matrix<T> q = factors.Clone();
            HouseholderColumns<T>.Form(Kernels<T>.For(isa), q.AsSpan(), q.AsSpan(), tau);
            AssertSame(DefineQ(factors, tau), q, $"{isa} {m}x{n}, Q");
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void A_column_times_a_power_of_two_has_the_same_reflector(Isa isa)
    {
        TestRandom random = new(5);
        Matrix<T> a = random.UniformMatrix<T>(90, 7), scaled = a.Clone();
        int far = typeof(T) == typeof(double) ? 450 : 62;
        int[] exponents = [0, far, -far, 3, -far / 2, far - 1, -7];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                scaled[i, j] = T.ScaleB(a[i, j], exponents[j]);
            }
        }

        T[] tau = new T[7], scaledTau = new T[7];
        HouseholderColumns<T>.Factor(Kernels<T>.For(isa), a.AsSpan(), tau, false);
        HouseholderColumns<T>.Factor(Kernels<T>.For(isa), scaled.AsSpan(), scaledTau, true);
        Assert.Equal(tau, scaledTau);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                T expected = i <= j ? T.ScaleB(a[i, j], exponents[j]) : a[i, j];
                Bits.AssertEqual(expected, scaled[i, j], $"{isa} ({i}, {j})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void A_column_that_is_zero_below_the_diagonal_is_left_as_it_is(Isa isa)
    {
        Matrix<T> a = new(40, 4);
        for (int j = 0; j < 4; j++)
        {
            a[0, j] = T.CreateTruncating(j + 1);
            a[1, j] = j == 3 ? -T.One : T.Zero;
        }

        Matrix<T> factors = a.Clone(), q = new(40, 4);
        T[] tau = new T[4];
        HouseholderColumns<T>.Factor(Kernels<T>.For(isa), factors.AsSpan(), tau, false);
        HouseholderColumns<T>.Form(Kernels<T>.For(isa), q.AsSpan(), factors.AsSpan(), tau);
        Assert.Equal(new T[4], tau);
        Assert.Equal(a.Data, factors.Data);
        Assert.Equal(Matrix<T>.Identity(40, 4).Data, q.Data);
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Columns_that_are_exchanged_on_the_way_have_the_bits_of_those_that_came_in_this_order(Isa isa)
    {
        TestRandom random = new(6);
        foreach ((int m, int n) in s_shapes)
        {
            Matrix<T> a = random.UniformMatrix<T>(m, n), factors = a.Clone(), permuted = new(m, n);
            int[] partners = [.. Enumerable.Range(0, n).Select(j => j + (((7 * j) + 3) % (n - j)))], from = [.. Enumerable.Range(0, n)];
            T[] tau = new T[n], expectedTau = new T[n], norms = new T[n];
            Exchanges order = new(partners, new T[m], new Matrix<T>(n, n), new double[n]);
            HouseholderColumns<T>.Factor(Kernels<T>.For(isa), factors.AsSpan(), tau, false, norms, ref order);
            for (int j = 0; j < n; j++)
            {
                int column = j;
                (from[j], from[partners[j]]) = (from[partners[j]], from[j]);
                AssertNear(Length([.. Enumerable.Range(0, m).Select(i => a[i, column])]), double.CreateTruncating(norms[j]), $"{isa} {m}x{n}, norm {j}");
            }

            for (int j = 0; j < n; j++)
            {
                a.AsSpan().Slice(0, from[j], m, 1).CopyTo(permuted.AsSpan().Slice(0, j, m, 1));
            }

            HouseholderColumns<T>.Factor(Kernels<T>.For(isa), permuted.AsSpan(), expectedTau, false);
            AssertSame(permuted, factors, $"{isa} {m}x{n}");
            Assert.Equal(expectedTau, tau);
            for (int j = 0; j + 1 < n; j++)
            {
                // What was left of the next column, before the reflector was applied to it, is as long as the next diagonal element.
                AssertNear(Math.Abs(double.CreateTruncating(factors[j + 1, j + 1])), order.Lengths[j + 1], $"{isa} {m}x{n}, what is left of column {j + 1}");
                for (int k = j + 1; k < n; k++)
                {
                    Bits.AssertEqual(factors[j, k], order.Rows[j, k], $"{isa} {m}x{n}, row {j} of R");
                }
            }
        }
    }

    private static double Length(T[] x) => Math.Sqrt(x.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)));

    private static void AssertNear(double expected, double actual, string where)
    {
        double slack = 64 * double.CreateTruncating(T.BitIncrement(T.One) - T.One) * expected;
        Assert.True(Math.Abs(expected - actual) <= slack, $"{where}: {expected}, not {actual}");
    }

    /// <summary>Exchanges that are known beforehand; keeps what it is shown of the reduction.</summary>
    private readonly struct Exchanges(int[] partners, T[] column, Matrix<T> rows, double[] lengths) : IColumnOrder<T>
    {
        /// <summary>The rows of R, which follow the exchanges.</summary>
        public Matrix<T> Rows => rows;

        /// <summary>How long the rest of each column was when it came to its place.</summary>
        public double[] Lengths => lengths;

        public void First<TReduction>(scoped in TReduction reduction)
            where TReduction : IColumnReduction<T>, allows ref struct => reduction.Exchange(0, partners[0]);

        public int Next<TReduction>(scoped in TReduction reduction, int j, T factor)
            where TReduction : IColumnReduction<T>, allows ref struct
        {
            int next = j + 1, partner = partners[next];
            reduction.CopyColumn(j, factor, partner, column.AsSpan(next));
            lengths[next] = Length(column[next..]);
            reduction.CopyRow(j, factor, rows.Row(j)[next..]);
            reduction.Exchange(next, partner);
            for (int i = 0; i <= j; i++)
            {
                Span<T> row = rows.Row(i);
                (row[next], row[partner]) = (row[partner], row[next]);
            }

            return partner;
        }
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

    private static (Matrix<T> Factors, T[] Tau) Define(Matrix<T> a)
    {
        int m = a.Rows, n = a.Columns;
        Matrix<T> c = a.Clone();
        T[] tau = new T[n];
        for (int j = 0; j < n; j++)
        {
            T alpha = c[j, j], square = T.FusedMultiplyAdd(alpha, alpha, Sum(m, j, 2, i => i > j ? c[i, j] : T.Zero, i => i > j ? c[i, j] : T.Zero));
            if (square == alpha * alpha && Enumerable.Range(j + 1, m - j - 1).All(i => c[i, j] == T.Zero))
            {
                continue;
            }

            T beta = -T.CopySign(T.Sqrt(square), alpha), d = alpha - beta, inverse = T.One / d;
            tau[j] = -d / beta;
            T[] x = [.. Enumerable.Range(0, m).Select(i => i > j ? c[i, j] : T.Zero)];
            c[j, j] = beta;
            for (int i = j + 1; i < m; i++)
            {
                c[i, j] = x[i] * inverse;
            }

            for (int k = j + 1; k < n; k++)
            {
                T sum = Sum(m, j, 1, i => x[i], i => c[i, k]), w = -tau[j] * T.FusedMultiplyAdd(inverse, sum, c[j, k]);
                c[j, k] += w;
                for (int i = j + 1; i < m; i++)
                {
                    c[i, k] = T.FusedMultiplyAdd(c[i, j], w, c[i, k]);
                }
            }
        }

        return (c, tau);
    }

    private static Matrix<T> DefineQ(Matrix<T> factors, T[] tau)
    {
        int m = factors.Rows, n = factors.Columns;
        Matrix<T> q = new(m, n);
        for (int j = n - 1; j >= 0; j--)
        {
            // Each column on the right gets a multiple of −tau·v, of which the one of column j is Q's own, one added on the diagonal.
            T[] v = [.. Enumerable.Range(0, m).Select(i => i < j ? T.Zero : (i == j ? T.One : factors[i, j]))];
            for (int k = j + 1; k < n; k++)
            {
                T sum = k == j + 1 ? SumOfLast(m, j, v, factors, tau) : Sum(m, j, 1, i => v[i], i => q[i, k]);
                for (int i = j; i < m; i++)
                {
                    q[i, k] = T.FusedMultiplyAdd(v[i] * -tau[j], sum, q[i, k]);
                }
            }

            for (int i = j; i < m; i++)
            {
                q[i, j] = v[i] * -tau[j];
            }

            q[j, j] += T.One;
        }

        return q;
    }

    /// <summary>vᵀ times the column that was made last: −tau·v in the lanes, and the one of its diagonal at the end.</summary>
    private static T SumOfLast(int m, int j, T[] v, Matrix<T> factors, T[] tau) =>
        Sum(m, j, 1, i => v[i], i => i == j + 1 ? -tau[j + 1] : (i <= j ? T.Zero : factors[i, j + 1] * -tau[j + 1])) + v[j + 1];

    /// <summary>Σ xᵢ·yᵢ from the line of row j on, over the lanes of one line, or two of which the second begins with the third line.</summary>
    private static T Sum(int m, int j, int lines, Func<int, T> x, Func<int, T> y)
    {
        T[] lanes = new T[lines * s_line];
        int first = j / s_line;
        for (int i = first * s_line; i < m; i++)
        {
            int line = (i / s_line) - first, half = lines == 1 || line == 0 ? 0 : (line - 1) % 2, lane = (half * s_line) + (i % s_line);
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

public sealed class HouseholderColumnsTestsOfDouble : HouseholderColumnsTests<double>;

public sealed class HouseholderColumnsTestsOfSingle : HouseholderColumnsTests<float>;
