using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

/// <summary>Q formed and applied in place, and least squares, from the factors as they are stored.</summary>
public sealed class QrInPlaceTests(ITestOutputHelper output)
{
    [Fact]
    public void Ratios_of_Q_formed_in_place_double() => Form<double>();

    [Fact]
    public void Ratios_of_Q_formed_in_place_float() => Form<float>();

    /// <summary>From 512 reflectors on, or 192 in a large matrix, Q is formed by two panels of 64 at a time, from 1280 on R has panels of 128: too large for naive products.</summary>
    [Theory]
    [InlineData(1400, 200)]
    [InlineData(513, 513)]
    [InlineData(700, 580)]
    [InlineData(1282, 1281)]
    [InlineData(1346, 1345)]
    public void Wide_panels_are_as_accurate_as_narrow_ones(int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), inPlace = Packed(a, out double[] tau), r = new(n, n);
        Matrix<double> byThreads = a.Clone();
        double[] scalars = new double[tau.Length];
        Qr<double>.FactorInPlace(byThreads, scalars, Poisoned<double>(Qr<double>.WorkspaceLength(m, n)), Parallelism.Threads(3));
        Assert.Equal(inPlace.Data, byThreads.Data);
        Assert.Equal(tau, scalars);
        Upper<double>(r, inPlace);
        Qr<double>.FormQInPlace(inPlace, tau, Poisoned<double>(Qr<double>.FormQWorkspaceLength(m, n)));
        Qr<double> qr = Qr<double>.Factor(a), threads = Qr<double>.Factor(a, Parallelism.Threads(3));
        Assert.Equal(r.Data, qr.R.Data);
        Assert.Equal(r.Data, threads.R.Data);
        Assert.Equal(qr.Q.Data, threads.Q.Data);
        foreach (Matrix<double> q in new[] { inPlace, qr.Q })
        {
            Matrix<double> gram = Gram(q), product = Product.Multiply(q, r);
            double loss = Distance(gram, Matrix<double>.Identity(n)) / (m * FactorRatios.Roundoff<double>());
            double error = Distance(product, a) / (m * Distance(a, new(m, n)) * FactorRatios.Roundoff<double>());
            output.WriteLine($"{m}x{n}: I - QtQ {loss:0.00}, A - QR {error:0.00}");
            Assert.InRange(loss, 0, FactorRatios.Limit);
            Assert.InRange(error, 0, FactorRatios.Limit);
        }

        Matrix<double> back = a.Clone();
        qr.ApplyQTransposed(back);
        Matrix<double> expected = new(m, n);
        r.AsSpan().CopyTo(expected.Slice(0, 0, n, n));
        Assert.InRange(Distance(back, expected) / (m * Distance(a, new(m, n)) * FactorRatios.Roundoff<double>()), 0, FactorRatios.Limit);
    }

    [Theory]
    [InlineData(9, 5)]
    [InlineData(5, 9)]
    [InlineData(70, 66)]
    [InlineData(66, 140)]
    [InlineData(300, 40)]
    public void Q_applied_in_place_is_the_Q_of_the_object(int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), packed = Packed(a, out double[] tau);
        Qr<double> qr = Qr<double>.Factor(a);
        foreach (int columns in new[] { 0, 1, 7 })
        {
            foreach (bool transposed in new[] { false, true })
            {
                Matrix<double> c = FactorMatrices.Make<double>("gaussian", m, columns), expected = c.Clone();
                if (transposed)
                {
                    qr.ApplyQTransposed(expected);
                }
                else
                {
                    qr.ApplyQ(expected);
                }

                Matrix<double> wide = new(m, columns + 4);
                c.AsSpan().CopyTo(wide.Slice(0, 3, m, columns));
                Qr<double>.ApplyQInPlace(wide.Slice(0, 3, m, columns), packed, tau, transposed, Poisoned<double>(Qr<double>.ApplyQWorkspaceLength(m, n, columns)));
                Matrix<double> result = Matrix<double>.Copy(wide.Slice(0, 3, m, columns));
                Assert.InRange(Distance(result, expected), 0, 10 * m * FactorRatios.Roundoff<double>() * Distance(c, new(m, columns)));
                Assert.All(Enumerable.Range(0, m), i => Assert.Equal([0, 0, 0, 0], wide.Row(i)[..3].ToArray().Append(wide[i, columns + 3])));
            }
        }
    }

    [Theory]
    [InlineData(6, 4, 1)]
    [InlineData(40, 40, 3)]
    [InlineData(150, 70, 2)]
    public void Least_squares_in_place_solve_the_normal_equations(int m, int n, int p)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = FactorMatrices.Make<double>("integers", m, p), packed = Packed(a, out double[] tau), x = new(n, p), bx = b.Clone();
        Assert.Equal(Status.Success, Qr<double>.SolveInPlace(bx, packed, tau, Poisoned<double>(Qr<double>.ApplyQWorkspaceLength(m, n, p))));
        Assert.Equal(Status.Success, Qr<double>.Factor(a).Solve(x, b));
        double condition = Qr<double>.Factor(a).ConditionEstimate * Math.Sqrt(m * n);
        Assert.InRange(Distance(Matrix<double>.Copy(bx.Slice(0, 0, n, p)), x), 0, 10 * m * condition * FactorRatios.Roundoff<double>() * (1 + Distance(x, new(n, p)) + Distance(b, new(m, p))));
        Matrix<double> fit = Product.Multiply(a, x);
        double residual = Distance(fit, b), below = Distance(Matrix<double>.Copy(bx.Slice(n, 0, m - n, p)), new(m - n, p));
        Assert.InRange(Math.Abs(residual - below), 0, 10 * m * condition * FactorRatios.Roundoff<double>() * Distance(b, new(m, p)));
    }

    [Fact]
    public void A_zero_on_the_diagonal_is_a_status_and_leaves_QtB()
    {
        Matrix<double> a = FactorMatrices.Make<double>("zero column", 9, 5), packed = Packed(a, out double[] tau), b = FactorMatrices.Make<double>("integers", 9, 1), bx = b.Clone();
        Assert.Equal(Status.RankDeficient, Qr<double>.SolveInPlace(bx, packed, tau, new double[Qr<double>.ApplyQWorkspaceLength(9, 5, 1)]));
        Qr<double>.ApplyQInPlace(b, packed, tau, true, new double[Qr<double>.ApplyQWorkspaceLength(9, 5, 1)]);
        Assert.Equal(b.Data, bx.Data);
    }

    [Fact]
    public void Q_of_pivoted_and_of_wide_factors()
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 90, 70), packed = a.Clone();
        double[] tau = new double[70];
        PivotedQr<double>.FactorInPlace(packed, tau, new int[70], new double[PivotedQr<double>.WorkspaceLength(90, 70)]);
        Qr<double>.FormQInPlace(packed, tau, new double[Qr<double>.FormQWorkspaceLength(90, 70)]);
        Assert.InRange(Distance(packed, PivotedQr<double>.Factor(a).Q), 0, 900 * FactorRatios.Roundoff<double>());

        Matrix<double> wide = FactorMatrices.Make<double>("gaussian", 30, 50), factors = Packed(wide, out double[] scalars);
        Qr<double>.FormQInPlace(factors.Slice(0, 0, 30, 30), scalars, new double[Qr<double>.FormQWorkspaceLength(30, 30)]);
        Assert.InRange(Distance(Matrix<double>.Copy(factors.Slice(0, 0, 30, 30)), Qr<double>.Factor(wide).Q), 0, 300 * FactorRatios.Roundoff<double>());
    }

    [Fact]
    public void Wrong_calls_name_the_argument_and_write_nothing()
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 90, 70), before = a.Clone(), wide = new(3, 4), c = new(89, 2), b = FactorMatrices.Make<double>("gaussian", 90, 2), untouched = b.Clone();
        double[] tau = new double[70], form = new double[Qr<double>.FormQWorkspaceLength(90, 70)], apply = new double[Qr<double>.ApplyQWorkspaceLength(90, 70, 2)];
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Qr<double>.FormQInPlace(wide, tau, form)).ParamName);
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Qr<double>.FormQInPlace(a.Slice(0, 0, 70, 70).Transposed, tau, form)).ParamName);
        Assert.Equal("tau", Assert.Throws<ArgumentException>(() => Qr<double>.FormQInPlace(a, tau.AsSpan(1), form)).ParamName);
        Assert.Equal("workspace", Assert.Throws<ArgumentException>(() => Qr<double>.FormQInPlace(a, tau, form.AsSpan(1))).ParamName);
        Assert.Equal("c", Assert.Throws<ArgumentException>(() => Qr<double>.ApplyQInPlace(c, a, tau, false, apply)).ParamName);
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Qr<double>.ApplyQInPlace(b.Slice(0, 0, 70, 2), a.Transposed, tau, false, apply)).ParamName);
        Assert.Equal("tau", Assert.Throws<ArgumentException>(() => Qr<double>.ApplyQInPlace(b, a, tau.AsSpan(1), false, apply)).ParamName);
        Assert.Equal("workspace", Assert.Throws<ArgumentException>(() => Qr<double>.ApplyQInPlace(b, a, tau, false, apply.AsSpan(1))).ParamName);
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Qr<double>.SolveInPlace(new Matrix<double>(3, 1), wide, tau, apply)).ParamName);
        Assert.Equal("bx", Assert.Throws<ArgumentException>(() => Qr<double>.SolveInPlace(c, a, tau, apply)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr<double>.FormQWorkspaceLength(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr<double>.FormQWorkspaceLength(-1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Qr<double>.ApplyQWorkspaceLength(3, 4, -1));
        Assert.Equal(before.Data, a.Data);
        Assert.Equal(untouched.Data, b.Data);
    }

    [Fact]
    public void Empty_shapes_are_nothing_to_do()
    {
        foreach ((int m, int n) in new[] { (0, 0), (4, 0) })
        {
            Qr<double>.FormQInPlace(new Matrix<double>(m, n), [], new double[Qr<double>.FormQWorkspaceLength(m, n)]);
            Matrix<double> c = FactorMatrices.Make<double>("integers", m, 2), before = c.Clone();
            Assert.Equal(Status.Success, Qr<double>.SolveInPlace(c, new Matrix<double>(m, n), [], new double[Qr<double>.ApplyQWorkspaceLength(m, n, 2)]));
            Assert.Equal(before.Data, c.Data);
        }
    }

    private void Form<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        int count = 0;
        foreach ((int m, int n) in new[] { (1, 1), (3, 2), (8, 8), (24, 24), (64, 64), (65, 64), (70, 65), (97, 33), (129, 128), (150, 97), (400, 10), (420, 40), (260, 257) })
        {
            string kind = FactorMatrices.FewKinds[count++ % FactorMatrices.FewKinds.Length], description = $"{kind} {m}x{n}";
            Matrix<T> a = FactorMatrices.Make<T>(kind, m, n), q = Packed(a, out T[] tau), r = new(n, n);
            Upper<T>(r, q);
            Qr<T>.FormQInPlace(q, tau, Poisoned<T>(Qr<T>.FormQWorkspaceLength(m, n)));
            int shift = FactorRatios.Shift<T>(a);
            double[,] dense = Dense.Load<T>(a, shift);
            worst.Add("I - QtQ", FactorRatios.Orthogonality<T>(q), description);
            worst.Add("A - QR", FactorRatios.Residual<T>(dense, Dense.Multiply(Dense.Load<T>(q), Dense.Load<T>(r, shift))), description);
            if (n <= 64 && (n + 7) / 8 * 8 * m <= 4096)
            {
                Assert.Equal(Qr<T>.Factor(a).Q.Data, q.Data);
            }
        }

        worst.Settle($"QR, Q in place, {typeof(T).Name}", output);
    }

    private static Matrix<T> Packed<T>(Matrix<T> a, out T[] tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> packed = a.Clone();
        tau = new T[Math.Min(a.Rows, a.Columns)];
        Qr<T>.FactorInPlace(packed, tau, new T[Qr<T>.WorkspaceLength(a.Rows, a.Columns)]);
        return packed;
    }

    private static void Upper<T>(Matrix<T> r, ReadOnlyMatrixSpan<T> packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < r.Rows; i++)
        {
            for (int j = i; j < r.Columns; j++)
            {
                r[i, j] = packed[i, j];
            }
        }
    }

    private static T[] Poisoned<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] workspace = new T[length];
        Array.Fill(workspace, T.NaN);
        return workspace;
    }

    private static Matrix<double> Gram(Matrix<double> q)
    {
        Matrix<double> gram = new(q.Columns, q.Columns);
        Product.Gram<double>(gram, q);
        return gram;
    }

    private static double Distance(Matrix<double> a, Matrix<double> b) => Math.Sqrt(a.Data.Zip(b.Data, (x, y) => (x - y) * (x - y)).Sum());
}
