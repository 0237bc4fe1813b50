using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

public sealed class QrTests(ITestOutputHelper output)
{
    public static readonly int[] Edges = [7, 8, 9, 31, 32, 33, 47, 48, 49, 63, 64, 65, 96, 97, 128, 129, 200];

    [Fact]
    public void A_workspace_for_many_rows_serves_fewer()
    {
        foreach (int n in (int[])[0, 1, 2, 3, 7, 8, 9, 31, 64, 65, 129])
        {
            int before = 0;
            for (int m = 0; m <= 5000; m += m < 600 ? 1 : 97)
            {
                int needed = Qr<double>.WorkspaceLength(m, n);
                Assert.True(needed >= before, $"{m} x {n} needs {needed}, fewer rows needed {before}");
                before = needed;
            }
        }
    }

    [Fact]
    public void Ratios_of_all_small_shapes_double() => SmallShapes<double>();

    [Fact]
    public void Ratios_of_all_small_shapes_float() => SmallShapes<float>();

    [Fact]
    public void Ratios_at_the_blocking_edges_double() => BlockingEdges<double>();

    [Fact]
    public void Ratios_at_the_blocking_edges_float() => BlockingEdges<float>();

    [Fact]
    public void Ratios_over_the_gallery_double() => OverTheGallery<double>();

    [Fact]
    public void Ratios_over_the_gallery_float() => OverTheGallery<float>();

    /// <summary>Wider panels; in a full run every edge to 513, and 2000 once.</summary>
    [Fact]
    public void Ratios_of_large_matrices()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in FactorMatrices.LargeShapes)
        {
            Check(worst, "gaussian", FactorMatrices.Make<double>("gaussian", m, n), fullQ: false);
        }

        worst.Settle("QR, large, Double", output);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(40, 40)]
    [InlineData(90, 70)]
    public void Any_strides_give_the_same_bits(int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n);
        Qr<double> plain = Qr<double>.Factor(a);
        Matrix<double> transposed = Matrix<double>.Copy(a.Transposed);
        Matrix<double> padded = new(m, n + 3), doubled = new(2 * m, 2 * n);
        a.AsSpan().CopyTo(padded.Slice(0, 2, m, n));
        MatrixSpan<double> sparse = new(doubled.Data, (m - 1) * 4 * n, m, n, -4 * n, 2);
        a.AsSpan().CopyTo(sparse);
        foreach (Qr<double> other in new[] { Qr<double>.Factor(transposed.Transposed), Qr<double>.Factor(padded.Slice(0, 2, m, n)), Qr<double>.Factor(sparse) })
        {
            Assert.Equal(plain.R.Data, other.R.Data);
            Assert.Equal(plain.Q.Data, other.Q.Data);
        }
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    [InlineData(70, 60)]
    [InlineData(33, 100)]
    public void In_place_gives_the_factors_of_the_object(int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), padded = new(m, n + 5);
        double[] tau = new double[Math.Min(m, n)], workspace = new double[Qr<double>.WorkspaceLength(m, n)];
        Array.Fill(workspace, double.NaN);
        a.AsSpan().CopyTo(padded.Slice(0, 1, m, n));
        Qr<double>.FactorInPlace(padded.Slice(0, 1, m, n), tau, workspace);
        Matrix<double> r = Qr<double>.Factor(a).R;
        for (int i = 0; i < r.Rows; i++)
        {
            for (int j = i; j < n; j++)
            {
                Assert.Equal(r[i, j], padded[i, j + 1]);
            }
        }

        Assert.All(tau[..Math.Min(n, Math.Max(m - 1, 0))], t => Assert.InRange(t, 1, 2));
    }

    [Fact]
    public void The_diagonal_has_the_sign_of_LAPACK()
    {
        Qr<double> qr = Qr<double>.Factor(new Matrix<double>(new double[,] { { 3, 1 }, { 4, 2 } }));
        Assert.Equal(-5, qr.R[0, 0]);
        Assert.Equal(-0.6, qr.Q[0, 0], 15);
        Assert.Equal(5, Qr<double>.Factor(new Matrix<double>(new double[,] { { -3 }, { 4 } })).R[0, 0]);
        Assert.Equal(7, Qr<double>.Factor(new Matrix<double>(new double[,] { { 7 }, { 0 } })).R[0, 0]);
    }

    [Fact]
    public void Appended_zero_rows_leave_R()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in new[] { (5, 3), (16, 16), (40, 33), (70, 65) })
        {
            Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), taller = new(m + 17, n);
            a.AsSpan().CopyTo(taller.Slice(0, 0, m, n));
            worst.Add("R", FactorRatios.Residual<double>(Dense.Load<double>(Qr<double>.Factor(a).R), Dense.Load<double>(Qr<double>.Factor(taller).R)), $"{m}x{n}");
        }

        output.WriteLine(worst.ToString());
    }

    [Fact]
    public void Solve_gives_the_least_squares_solution()
    {
        WorstRatio worst = new();
        TestRandom random = new(11);
        foreach ((int m, int n, int p) in new[] { (1, 1, 1), (5, 3, 2), (20, 20, 1), (60, 40, 3), (120, 70, 33), (9, 0, 2), (6, 4, 0) })
        {
            Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = FactorMatrices.Make<double>("integers", m, p), x = new(n, p);
            Assert.Equal(Status.Success, Qr<double>.Factor(a).Solve(x, b));
            double[,] dense = Dense.Load<double>(a);
            double[,] residual = Dense.Subtract(Dense.Load<double>(b), Dense.Multiply(dense, Dense.Load<double>(x)));
            double normal = Dense.OneNorm(Dense.Multiply(Dense.Transpose(dense), residual));
            double scale = Dense.OneNorm(dense) * (Dense.OneNorm(Dense.Load<double>(b)) + (Dense.OneNorm(dense) * Dense.OneNorm(Dense.Load<double>(x))));
            worst.Add("normal equations", scale == 0 ? 0 : normal / (scale * m * FactorRatios.Roundoff<double>()), $"{m}x{n}, {p} right-hand sides");
        }

        output.WriteLine(worst.ToString());
    }

    [Fact]
    public void Solve_takes_X_over_B()
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 7, 4), b = FactorMatrices.Make<double>("integers", 7, 2), x = new(4, 2), both = b.Clone();
        Qr<double> qr = Qr<double>.Factor(a);
        qr.Solve(x, b);
        qr.Solve(both.Slice(1, 0, 4, 2), both);
        Assert.Equal(x.Data, Matrix<double>.Copy(both.Slice(1, 0, 4, 2)).Data);
    }

    private void SmallShapes<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        int stride = TestScale.Stride(3), turn = 0;
        foreach (string kind in FactorMatrices.Kinds)
        {
            for (int m = 0; m <= 24; m++)
            {
                for (int n = 0; n <= 24; n++)
                {
                    if (turn++ % stride == 0)
                    {
                        Check(worst, kind, FactorMatrices.Make<T>(kind, m, n), fullQ: true);
                    }
                }
            }
        }

        worst.Settle($"QR, shapes to 24, {typeof(T).Name}", output);
    }

    private void BlockingEdges<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        int count = 0;
        foreach (int m in Edges)
        {
            foreach (int n in Edges)
            {
                string kind = FactorMatrices.FewKinds[count++ % FactorMatrices.FewKinds.Length];
                Check(worst, kind, FactorMatrices.Make<T>(kind, m, n), fullQ: count % 5 == 0);
            }
        }

        worst.Settle($"QR, blocking edges, {typeof(T).Name}", output);
    }

    private void OverTheGallery<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        foreach ((string kind, Matrix<T> a) in FactorMatrices.OverTheGallery<T>())
        {
            Check(worst, kind, a, fullQ: true);
        }

        worst.Settle($"QR, gallery, {typeof(T).Name}", output);
    }

    private static void Check<T>(WorstRatio worst, string kind, Matrix<T> a, bool fullQ)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string description = $"{kind} {a.Rows}x{a.Columns} {typeof(T).Name}";
        int shift = FactorRatios.Shift<T>(a);
        double[,] dense = Dense.Load<T>(a, shift);
        Qr<T> qr = Qr<T>.Factor(a);
        Assert.Equal(Status.Success, qr.Status);
        AssertUpperTrapezoid(qr.R, description);
        double[,] product = Dense.Multiply(Dense.Load<T>(qr.Q), Dense.Load<T>(qr.R, shift));
        worst.Add("I - QtQ", FactorRatios.Orthogonality<T>(qr.Q), description);
        worst.Add("A - reconstructed", FactorRatios.Residual<T>(dense, Dense.Load<T>(qr.Reconstruct(), shift)), description);
        if (kind != "subnormal")
        {
            // A subnormal R has few digits to show, whatever the factors are.
            worst.Add("A - QR", FactorRatios.Residual<T>(dense, product), description);
            if (kind != FactorMatrices.WideRange)
            {
                worst.Add("A - QR by columns", FactorRatios.ColumnResidual<T>(dense, product), description);
            }
        }

        Matrix<T> r = a.Clone();
        if (kind is not ("tiny" or "huge" or "subnormal"))
        {
            qr.ApplyQTransposed(r);
            double[,] expected = new double[a.Rows, a.Columns];
            Array.Copy(Dense.Load<T>(qr.R, shift), expected, qr.R.Data.Length);
            double error = Dense.OneNorm(Dense.Subtract(Dense.Load<T>(r, shift), expected));
            worst.Add("QtA - R", error == 0 ? 0 : error / (Math.Max(a.Rows, a.Columns) * Dense.OneNorm(dense) * FactorRatios.Roundoff<T>()), description);
        }

        if (fullQ)
        {
            Matrix<T> q = qr.FullQ(), back = q.Clone();
            qr.ApplyQTransposed(back);
            worst.Add("full I - QtQ", FactorRatios.Orthogonality<T>(q), description);
            worst.Add("full I - Qt(Q)", FactorRatios.Residual<T>(Dense.Identity(a.Rows), Dense.Load<T>(back)), description);
        }
    }

    internal static void AssertUpperTrapezoid<T>(Matrix<T> r, string description)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < r.Rows; i++)
        {
            for (int j = 0; j < r.Columns; j++)
            {
                Assert.True(T.IsFinite(r[i, j]) && (j >= i || r[i, j] == T.Zero), $"R[{i}, {j}] = {r[i, j]} on {description}");
            }
        }
    }
}
