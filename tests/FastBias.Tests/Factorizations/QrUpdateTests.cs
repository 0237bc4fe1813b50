using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

/// <summary>Rows that come into a triangle and go again, against the factorization of all rows and against exact relations.</summary>
public sealed class QrUpdateTests(ITestOutputHelper output)
{
    private static readonly int[] Groups = [1, 2, 3, 4, 7, 40];

    [Fact]
    public void Rows_appended_in_any_groups_give_the_triangle_of_all_rows_double() => AppendAll<double>();

    [Fact]
    public void Rows_appended_in_any_groups_give_the_triangle_of_all_rows_float() => AppendAll<float>();

    [Property(MaxTest = 60)]
    public void A_window_over_a_stream_has_the_triangle_of_its_rows(Shape shape)
    {
        int n = shape.Columns % 40, length = n + 5 + (shape.Rows % 40), steps = 30;
        Matrix<double> stream = FactorMatrices.Make<double>("gaussian", length + steps, n), r = new(n, n);
        Assert.Equal(Status.Success, QrUpdate.Append<double>(r, stream.Slice(0, 0, length, n)));
        double rounding = 0;
        for (int step = 0; step < steps; step++)
        {
            Assert.Equal(Status.Success, QrUpdate.Append<double>(r, stream.Slice(length + step, 0, 1, n)));
            Assert.Equal(Status.Success, QrUpdate.Remove<double>(r, stream.Row(step), out double margin));
            Assert.InRange(margin, 0, 1);
            double[,] window = Dense.Load<double>(stream.Slice(step + 1, 0, length, n)), gram = Dense.Multiply(Dense.Transpose(window), window);
            double size = Dense.OneNorm(gram), distance = Dense.OneNorm(Dense.Subtract(gram, Gram(r)));
            rounding = Math.Max(rounding, distance == 0 ? 0 : distance / (length * (step + 1) * size * FactorRatios.Roundoff<double>()));
        }

        Assert.InRange(rounding, 0, FactorRatios.Limit);
    }

    [Property(MaxTest = 60)]
    public void A_row_that_comes_and_goes_leaves_the_state_up_to_its_condition(Shape shape)
    {
        int n = shape.Columns, m = n + shape.Rows, p = 2;
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m + 1, n), b = FactorMatrices.Make<double>("integers", m + 1, p);
        (Matrix<double> r, Matrix<double> c, double[] rho) = State(a.Slice(0, 0, m, n), b.Slice(0, 0, m, p));
        Matrix<double> laterR = r.Clone(), laterC = c.Clone();
        double[] laterRho = [.. rho];
        double condition = n == 0 ? 1 : Qr<double>.Factor(r).ConditionEstimate;
        Assert.Equal(Status.Success, QrUpdate.Append(laterR, laterC, laterRho, a.Slice(m, 0, 1, n), b.Slice(m, 0, 1, p)));
        double size = 1 + laterRho.Sum() + Dense.OneNorm(Dense.Load<double>(laterR)) + Dense.OneNorm(Dense.Load<double>(laterC));
        Status status = QrUpdate.Remove<double>(laterR, laterC, laterRho, a.Row(m), b.Row(m), out double margin);
        if (status != Status.Success)
        {
            Assert.True(condition > 1e6, $"{m}x{n}: {status}, condition {condition}, margin {margin}");
            return;
        }

        double bound = 10 * Math.Max(1, n) * FactorRatios.Roundoff<double>() * condition * condition * size * size / (margin * margin);
        Assert.InRange(Dense.OneNorm(Dense.Subtract(Dense.Load<double>(r), Dense.Load<double>(laterR))), 0, bound);
        Assert.InRange(Dense.OneNorm(Dense.Subtract(Dense.Load<double>(c), Dense.Load<double>(laterC))), 0, bound);
        for (int j = 0; j < p; j++)
        {
            Assert.InRange(laterRho[j] * laterRho[j], (rho[j] * rho[j]) - bound, (rho[j] * rho[j]) + bound);
        }
    }

    [Property(MaxTest = 40)]
    public void The_state_solves_least_squares(Shape shape, byte group)
    {
        int n = shape.Columns % 50, m = n + shape.Rows, p = 3, k = 1 + (group % 9);
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = FactorMatrices.Make<double>("integers", m, p), r = new(n, n), c = new(n, p), x = new(n, p);
        double[] rho = new double[p];
        for (int i = 0; i < m; i += k)
        {
            int count = Math.Min(k, m - i);
            Assert.Equal(Status.Success, QrUpdate.Append(r, c, rho, a.Slice(i, 0, count, n), b.Slice(i, 0, count, p)));
        }

        LeastSquaresSolution<double> expected = LeastSquares.Solve(a, b);
        Qr<double> qr = Qr<double>.Factor(a);
        double condition = n == 0 ? 1 : qr.ConditionEstimate;
        if (condition > 1e6 || qr.Solve(x, b) != Status.Success)
        {
            return;
        }

        Triangular.Solve(c.AsSpan(), r, Triangle.Upper);
        double bound = 1e-14 * (m + 1) * condition * condition * (1 + Dense.OneNorm(Dense.Load<double>(b)));
        Assert.InRange(Dense.OneNorm(Dense.Subtract(Dense.Load<double>(x), Dense.Load<double>(c))), 0, bound);
        for (int j = 0; j < p; j++)
        {
            Assert.InRange(rho[j], expected.ResidualNorms[j] - bound, expected.ResidualNorms[j] + bound);
        }
    }

    [Fact]
    public void A_row_that_is_not_in_the_data_is_refused_and_nothing_is_written()
    {
        foreach (int n in new[] { 1, 5, 33 })
        {
            Matrix<double> a = FactorMatrices.Make<double>("gaussian", (2 * n) + 3, n), b = FactorMatrices.Make<double>("integers", a.Rows, 1);
            (Matrix<double> r, Matrix<double> c, double[] rho) = State(a, b);
            double[] keptR = [.. r.Data], keptC = [.. c.Data], keptRho = [.. rho];
            double[] longer = [.. a.Row(0).ToArray().Select(x => 100 * x)];
            Assert.Equal(Status.NotPositiveDefinite, QrUpdate.Remove<double>(r, c, rho, longer, b.Row(0), out double margin));
            Assert.Equal(0, margin);

            // The row is there, but with another right-hand side.
            Assert.Equal(Status.NotPositiveDefinite, QrUpdate.Remove<double>(r, c, rho, a.Row(0), [b[0, 0] + 1e4], out margin));
            Assert.True(margin > 0);
            Assert.Equal(keptR, r.Data);
            Assert.Equal(keptC, c.Data);
            Assert.Equal(keptRho, rho);
        }
    }

    [Fact]
    public void A_row_that_alone_holds_a_direction_cannot_go()
    {
        Matrix<double> a = new(new double[,] { { 1, 2, 0 }, { 3, 1, 0 }, { 2, 2, 5 }, { 1, 1, 0 } });
        Matrix<double> r = Qr<double>.Factor(a).R;
        Assert.Equal(Status.NotPositiveDefinite, QrUpdate.Remove<double>(r, a.Row(2), out double margin));
        Assert.Equal(0, margin);
        Assert.Equal(Status.Success, QrUpdate.Remove<double>(r, a.Row(1), out margin));
        Assert.InRange(margin, 0.1, 0.9);
    }

    [Fact]
    public void A_singular_triangle_takes_rows_and_gives_none()
    {
        Matrix<double> r = new(4, 4);
        Assert.Equal(Status.RankDeficient, QrUpdate.Remove<double>(r, new double[4], out double margin));
        Assert.True(double.IsNaN(margin));
        Assert.Equal(Status.Success, QrUpdate.Append<double>(r, new Matrix<double>([3, 4, 0, 5], 1, 4)));
        Assert.Equal([3, 4, 0, 5], r.Row(0).ToArray());
        Assert.All(r.Data[4..], x => Assert.Equal(0, x));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Non_finite_input_anywhere_is_a_status_and_nothing_is_written(double bad)
    {
        for (int place = 0; place < 5; place++)
        {
            Matrix<double> r = Matrix<double>.Identity(3), c = new(3, 2), rows = FactorMatrices.Make<double>("gaussian", 5, 3), b = new(5, 2);
            double[] rho = [1, 1];
            double[] target = place switch { 0 => r.Data, 1 => c.Data, 2 => rho, 3 => rows.Data, _ => b.Data };
            target[1] = bad;
            double[] keptR = [.. r.Data], keptC = [.. c.Data], keptRho = [.. rho];
            Assert.Equal(Status.NonFiniteInput, QrUpdate.Append(r, c, rho, rows, b));
            Assert.Equal(Status.NonFiniteInput, QrUpdate.Remove<double>(r, c, rho, rows.Row(0), b.Row(0), out double margin));
            Assert.True(double.IsNaN(margin));
            Assert.Equal(keptR, r.Data);
            Assert.Equal(keptC, c.Data);
            Assert.Equal(keptRho, rho);
        }
    }

    [Fact]
    public void Wrong_calls_throw_before_the_first_write()
    {
        Matrix<double> r = Matrix<double>.Identity(3), c = new(3, 1), rows = new(2, 3), b = new(2, 1);
        double[] rho = new double[1];
        Assert.Throws<ArgumentException>(() => QrUpdate.Append(new Matrix<double>(3, 4), c, rho, rows, b));
        Assert.Throws<ArgumentException>(() => QrUpdate.Append<double>(r, new Matrix<double>(2, 1), rho, rows, b));
        Assert.Throws<ArgumentException>(() => QrUpdate.Append(r, c, rho, new Matrix<double>(2, 2), b));
        Assert.Throws<ArgumentException>(() => QrUpdate.Append(r, c, rho, rows, new Matrix<double>(3, 1)));
        Assert.Throws<ArgumentException>(() => QrUpdate.Append<double>(r, new Matrix<double>(3, 2), rho, rows, new Matrix<double>(2, 2)));
        Assert.Throws<ArgumentException>(() => QrUpdate.Append(r.Transposed, c, rho, rows, b));
        Assert.Throws<ArgumentException>(() => QrUpdate.Remove<double>(r, c, rho, new double[2], new double[1], out _));
        Assert.Throws<ArgumentException>(() => QrUpdate.Remove<double>(r, c, rho, new double[3], new double[2], out _));
        Assert.Equal(Matrix<double>.Identity(3).Data, r.Data);
    }

    [Fact]
    public void Empty_shapes_have_results()
    {
        Matrix<double> none = new(0, 0), r = Matrix<double>.Identity(2), sides = new(0, 2);
        double[] rho = [3, 0];
        Assert.Equal(Status.Success, QrUpdate.Append<double>(none, new Matrix<double>(5, 0)));
        Assert.Equal(Status.Success, QrUpdate.Append(none, sides, rho, new Matrix<double>(1, 0), new Matrix<double>([4, 2], 1, 2)));
        Assert.Equal([5, 2], rho);
        Assert.Equal(Status.Success, QrUpdate.Remove<double>(none, sides, rho, [], [4, 2], out double margin));
        Assert.Equal(1, margin);
        Assert.Equal(3, rho[0], 1e-14);
        Assert.Equal(0, rho[1]);
        Assert.Equal(Status.Success, QrUpdate.Append<double>(r, new Matrix<double>(0, 2)));
        Assert.Equal(Matrix<double>.Identity(2).Data, r.Data);
    }

    [Fact]
    public void Powers_of_two_move_exactly_double() => CheckScale<double>([-1000, -450, -33, 1, 900, 1010]);

    [Fact]
    public void Powers_of_two_move_exactly_float() => CheckScale<float>([-90, -41, 1, 100, 110]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void Nothing_is_allocated(int k)
    {
        const int N = 40;
        Matrix<double> rows = FactorMatrices.Make<double>("gaussian", k, N), b = FactorMatrices.Make<double>("integers", k, 2);
        (Matrix<double> r, Matrix<double> c, double[] rho) = State(FactorMatrices.Make<double>("gaussian", 100, N), FactorMatrices.Make<double>("integers", 100, 2));
        void Run()
        {
            QrUpdate.Append(r, c, rho, rows, b);
            QrUpdate.Remove<double>(r, c, rho, rows.Row(0), b.Row(0), out _);
        }

        Assert.Equal(0, Allocations.OfACall(Run));
    }

    private void AppendAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        int turn = 0;
        foreach (string kind in FactorMatrices.Kinds.Where(kind => kind != "subnormal"))
        {
            foreach ((int m, int n) in new[] { (1, 1), (5, 3), (3, 5), (16, 16), (40, 33), (33, 40), (130, 65), (70, 100) })
            {
                int group = Groups[turn++ % Groups.Length];
                Matrix<T> a = FactorMatrices.Make<T>(kind, m, n), r = new(n, n);
                for (int i = 0; i < m; i += group)
                {
                    Assert.Equal(Status.Success, QrUpdate.Append<T>(r, a.Slice(i, 0, Math.Min(group, m - i), n)));
                }

                string description = $"{kind} {m}x{n} {typeof(T).Name} by {group}";
                QrTests.AssertUpperTrapezoid(r, description);
                int shift = FactorRatios.Shift<T>(a);
                double[,] all = Dense.Load<T>(a, shift), gram = Dense.Multiply(Dense.Transpose(all), all), own = Gram(r, shift);
                double distance = Dense.OneNorm(Dense.Subtract(gram, own));
                worst.Add("RtR - AtA", distance == 0 ? 0 : distance / (Math.Max(m, n) * Dense.OneNorm(gram) * FactorRatios.Roundoff<T>()), description);
                for (int j = 0; j < n; j++)
                {
                    Assert.True(r[j, j] >= T.Zero, description);
                }

                CompareWithQr(worst, kind, a, r, description);
            }
        }

        worst.Settle($"QR by rows, {typeof(T).Name}", output);
    }

    /// <summary>R is unique but for the signs of its rows: against that of the whole matrix, within the condition.</summary>
    private static void CompareWithQr<T>(WorstRatio worst, string kind, Matrix<T> a, Matrix<T> r, string description)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Qr<T> qr = Qr<T>.Factor(a);
        double condition = double.CreateTruncating(qr.ConditionEstimate);
        if (kind is not ("gaussian" or "cosines" or "integers") || !(condition * FactorRatios.Roundoff<T>() < 0.01))
        {
            return;
        }

        double[,] expected = Dense.Load<T>(qr.R), actual = Dense.Load<T>(r);
        for (int i = 0; i < a.Columns; i++)
        {
            for (int j = a.Columns - 1; j >= i; j--)
            {
                expected[i, j] *= Math.Sign(expected[i, i]);
            }
        }

        worst.Add("R / condition", FactorRatios.Residual<T>(expected, actual) / Math.Max(1, condition), description);
    }

    private static void CheckScale<T>(int[] exponents)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int n, int k) in new[] { (3, 1), (20, 9), (40, 3) })
        {
            (Matrix<T> R, Matrix<T> C, T[] Rho) plain = AppendAndRemove<T>(n, k, 0, 0);
            foreach (int a in exponents)
            {
                foreach (int b in exponents)
                {
                    (Matrix<T> R, Matrix<T> C, T[] Rho) scaled = AppendAndRemove<T>(n, k, a, b);
                    Assert.Equal(plain.R.Data.Select(x => T.ScaleB(x, a)), scaled.R.Data);
                    Assert.Equal(plain.C.Data.Select(x => T.ScaleB(x, b)), scaled.C.Data);
                    Assert.Equal(plain.Rho.Select(x => T.ScaleB(x, b)), scaled.Rho);
                }
            }
        }
    }

    private static (Matrix<T> R, Matrix<T> C, T[] Rho) AppendAndRemove<T>(int n, int k, int exponentA, int exponentB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = FactorMatrices.Make<T>("gaussian", n + k + 5, n), b = FactorMatrices.Make<T>("integers", a.Rows, 2), r = new(n, n), c = new(n, 2);
        a = new([.. a.Data.Select(x => T.ScaleB(x, exponentA))], a.Rows, n);
        b = new([.. b.Data.Select(x => T.ScaleB(x, exponentB))], a.Rows, 2);
        T[] rho = new T[2];
        Assert.Equal(Status.Success, QrUpdate.Append(r, c, rho, a.Slice(0, 0, n + 5, n), b.Slice(0, 0, n + 5, 2)));
        Assert.Equal(Status.Success, QrUpdate.Append(r, c, rho, a.Slice(n + 5, 0, k, n), b.Slice(n + 5, 0, k, 2)));
        Assert.Equal(Status.Success, QrUpdate.Remove<T>(r, c, rho, a.Row(1), b.Row(1), out _));
        return (r, c, rho);
    }

    /// <summary>The state of all rows, from their factorization.</summary>
    private static (Matrix<double> R, Matrix<double> C, double[] Rho) State(ReadOnlyMatrixSpan<double> a, ReadOnlyMatrixSpan<double> b)
    {
        Qr<double> qr = Qr<double>.Factor(a);
        Matrix<double> c = Matrix<double>.Copy(b);
        qr.ApplyQTransposed(c);
        int n = a.Columns;
        double[] rho = new double[b.Columns];
        for (int j = 0; j < rho.Length; j++)
        {
            rho[j] = VectorProduct.Norm<double>(c.Column(j).AsSpan(n));
        }

        // No rows at all: only the signs of the diagonal change.
        Matrix<double> r = qr.R.Clone(), top = Matrix<double>.Copy(c.Slice(0, 0, n, b.Columns));
        Assert.Equal(Status.Success, QrUpdate.Append(r, top, rho, new Matrix<double>(0, n), new Matrix<double>(0, b.Columns)));
        return (r, top, rho);
    }

    private static double[,] Gram<T>(Matrix<T> r, int shift = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] dense = Dense.Load<T>(r, shift);
        return Dense.Multiply(Dense.Transpose(dense), dense);
    }
}
