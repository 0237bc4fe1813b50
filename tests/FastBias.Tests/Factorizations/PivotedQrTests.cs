using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

public sealed class PivotedQrTests(ITestOutputHelper output)
{
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

    [Fact]
    public void Ratios_of_large_matrices()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in FactorMatrices.LargeShapes)
        {
            Check(worst, "gaussian", FactorMatrices.Make<double>("gaussian", m, n));
        }

        worst.Settle("pivoted QR, large, Double", output);
    }

    /// <summary>Neither so tall nor so small that it is reduced column by column.</summary>
    [Fact]
    public void Ratios_where_a_Gram_matrix_tells_the_pivots_double() => ByGram<double>();

    [Fact]
    public void Ratios_where_a_Gram_matrix_tells_the_pivots_float() => ByGram<float>();

    [Theory]
    [InlineData(12, 3)]
    [InlineData(64, 16)]
    [InlineData(200, 10)]
    [InlineData(1003, 7)]
    public void A_tall_matrix_has_the_factors_of_its_columns_in_their_order(int m, int n)
    {
        SameAsInOrder<double>(m, n);
        SameAsInOrder<float>(m, n);
    }

    /// <summary>σ_k ≤ √(n − k + 1)·|r_kk| (the remaining columns are no longer than |r_kk|), and σ_k ≥ 3·|r_kk|/√(4^k + 6k − 1) (Higham 2002, theorem 8.14).</summary>
    [Fact]
    public void The_diagonal_reveals_the_singular_values_of_randsvd_within_the_published_bounds()
    {
        TestRandom random = new(5);
        foreach ((int m, int n) in new[] { (20, 20), (60, 40), (40, 60), (130, 120) })
        {
            int k = Math.Min(m, n);
            foreach (double condition in new[] { 10, 1e6, 1e12 })
            {
                double[] sigma = [.. Enumerable.Range(0, k).Select(i => Math.Pow(condition, -i / (k - 1.0)))];
                Matrix<double> a = new(FactorMatrices.WithSingularValues(random, m, n, sigma).A);
                Matrix<double> r = PivotedQr<double>.Factor(a).R;
                double slack = m * n * FactorRatios.Roundoff<double>();
                for (int i = 0; i < k; i++)
                {
                    double diagonal = Math.Abs(r[i, i]);
                    Assert.True(sigma[i] <= (Math.Sqrt(n - i) * diagonal) + slack, $"{m}x{n}, σ[{i}] = {sigma[i]}, r = {diagonal}");
                    Assert.True(sigma[i] + slack >= 3 * diagonal / Math.Sqrt(Math.Pow(4, i + 1) + (6 * (i + 1)) - 1), $"{m}x{n}, σ[{i}] = {sigma[i]}, r = {diagonal}");
                    Assert.InRange(diagonal / sigma[i], condition > 1e9 ? 1e-3 : 0.1, condition > 1e9 ? 1e3 : 10);
                }
            }
        }
    }

    /// <summary>Kahan's matrix with s² + c² = 1, slightly perturbed: no swap, and σ_(n−1) = s^(n−2)·√(1 + c) (Zha, 1993) within the bounds of the theorem.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(90)]
    public void Kahan_is_not_permuted_and_its_last_but_one_singular_value_is_bounded(int n)
    {
        double c = 0.285, s = Math.Sqrt(1 - (c * c));
        Matrix<double> a = FactorMatrices.Fill<double>(n, n, (i, j) => i > j ? 0 : Math.Pow(s, i) * (i == j ? 1 + ((n - i) * 1e-13) : -c));
        PivotedQr<double> qr = PivotedQr<double>.Factor(a);
        Assert.Equal(Enumerable.Range(0, n), qr.Permutation.ToArray());
        double sigma = Math.Pow(s, n - 2) * Math.Sqrt(1 + c), diagonal = Math.Abs(qr.R[n - 2, n - 2]);
        Assert.InRange(sigma, 3 * diagonal / Math.Sqrt(Math.Pow(4, n - 1) + (6 * (n - 1)) - 1), Math.Sqrt(2) * diagonal);
        Assert.Equal(n, qr.Rank(0));
    }

    [Fact]
    public void Of_equal_columns_the_first_goes_first()
    {
        Assert.Equal([0, 1, 2, 3, 4], PivotedQr<double>.Factor(Matrix<double>.Identity(5)).Permutation.ToArray());
        Matrix<double> a = new(new double[,] { { 1, 0, 2, 0, 0 }, { 0, 2, 0, 1, 0 }, { 0, 0, 0, 0, 2 } });
        Assert.Equal([1, 2, 4], PivotedQr<double>.Factor(a).Permutation[..3].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(75)]
    public void Rank_of_a_product_is_its_inner_dimension(int rank)
    {
        foreach ((int m, int n) in new[] { (80, 100), (100, 80), (90, 90) })
        {
            Matrix<double> a = FactorMatrices.LowRank<double>(new((ulong)rank), m, n, rank);
            PivotedQr<double> qr = PivotedQr<double>.Factor(a);
            Assert.Equal(rank, qr.Rank(1e-12));
            Assert.Equal(rank, qr.Rank());
        }
    }

    [Fact]
    public void Solve_undoes_the_permutation()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in new[] { (4, 3), (30, 20), (100, 80) })
        {
            Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = FactorMatrices.Make<double>("integers", m, 3), x = new(n, 3), y = new(n, 3);
            Assert.Equal(Status.Success, PivotedQr<double>.Factor(a).Solve(x, b));
            Qr<double> qr = Qr<double>.Factor(a);
            Assert.Equal(Status.Success, qr.Solve(y, b));
            double condition = qr.ConditionEstimate;
            worst.Add("x / condition", FactorRatios.Residual<double>(Dense.Load<double>(y), Dense.Load<double>(x)) / condition, $"{m}x{n}");
        }

        output.WriteLine(worst.ToString());
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    [InlineData(120, 100)]
    public void In_place_gives_the_factors_of_the_object(int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), packed = a.Clone();
        double[] workspace = new double[PivotedQr<double>.WorkspaceLength(m, n)];
        Array.Fill(workspace, double.NaN);
        int[] permutation = new int[n];
        PivotedQr<double>.FactorInPlace(packed, new double[Math.Min(m, n)], permutation, workspace);
        PivotedQr<double> qr = PivotedQr<double>.Factor(a);
        Assert.Equal(permutation, qr.Permutation.ToArray());
        for (int i = 0; i < Math.Min(m, n); i++)
        {
            Assert.Equal(qr.R.Row(i)[i..].ToArray(), packed.Row(i)[i..].ToArray());
        }
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
                        Check(worst, kind, FactorMatrices.Make<T>(kind, m, n));
                    }
                }
            }
        }

        worst.Settle($"pivoted QR, shapes to 24, {typeof(T).Name}", output);
    }

    private void BlockingEdges<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        int count = 0;
        foreach (int m in QrTests.Edges)
        {
            foreach (int n in QrTests.Edges)
            {
                string kind = FactorMatrices.FewKinds[count++ % FactorMatrices.FewKinds.Length];
                Check(worst, kind, FactorMatrices.Make<T>(kind, m, n));
            }
        }

        worst.Settle($"pivoted QR, blocking edges, {typeof(T).Name}", output);
    }

    private void ByGram<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        int stride = TestScale.Stride(3), turn = 0;
        foreach ((int m, int n) in ((int, int)[])[(203, 203), (210, 260), (290, 230)])
        {
            foreach (string kind in FactorMatrices.Kinds)
            {
                if (turn++ % stride == 0)
                {
                    Check(worst, kind, FactorMatrices.Make<T>(kind, m, n));
                }
            }
        }

        worst.Settle($"pivoted QR, pivots from a Gram matrix, {typeof(T).Name}", output);
    }

    private static void SameAsInOrder<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (string kind in FactorMatrices.Kinds)
        {
            Matrix<T> a = FactorMatrices.Make<T>(kind, m, n), ordered = new(m, n);
            PivotedQr<T> pivoted = PivotedQr<T>.Factor(a);
            for (int j = 0; j < n; j++)
            {
                a.AsSpan().Slice(0, pivoted.Permutation[j], m, 1).CopyTo(ordered.AsSpan().Slice(0, j, m, 1));
            }

            Qr<T> qr = Qr<T>.Factor(ordered);
            Assert.Equal(qr.R.Data, pivoted.R.Data);
            Assert.Equal(qr.Q.Data, pivoted.Q.Data);
        }
    }

    private void OverTheGallery<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorstRatio worst = new();
        foreach ((string kind, Matrix<T> a) in FactorMatrices.OverTheGallery<T>())
        {
            Check(worst, kind, a);
        }

        worst.Settle($"pivoted QR, gallery, {typeof(T).Name}", output);
    }

    private static void Check<T>(WorstRatio worst, string kind, Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string description = $"{kind} {a.Rows}x{a.Columns} {typeof(T).Name}";
        int shift = FactorRatios.Shift<T>(a);
        double[,] dense = Dense.Load<T>(a, shift);
        PivotedQr<T> qr = PivotedQr<T>.Factor(a);
        Assert.Equal(Status.Success, qr.Status);
        int[] permutation = qr.Permutation.ToArray();
        Assert.Equal(Enumerable.Range(0, a.Columns), permutation.Order());
        QrTests.AssertUpperTrapezoid(qr.R, description);
        if (kind != "subnormal")
        {
            AssertDiagonalDecreases(qr.R, description);
        }

        double[,] product = Dense.Multiply(Dense.Load<T>(qr.Q), Dense.Load<T>(qr.R, shift)), permuted = new double[a.Rows, a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                permuted[i, j] = dense[i, permutation[j]];
            }
        }

        if (kind != "subnormal")
        {
            // A subnormal R has few digits to show, whatever the factors are.
            worst.Add("AP - QR", FactorRatios.Residual<T>(permuted, product), description);
        }

        worst.Add("I - QtQ", FactorRatios.Orthogonality<T>(qr.Q), description);
        worst.Add("A - reconstructed", FactorRatios.Residual<T>(dense, Dense.Load<T>(qr.Reconstruct(), shift)), description);
    }

    /// <summary>No element of the remaining columns is larger than the diagonal: r_kk² ≥ Σ r_ij² over i = k..j, for each j &gt; k.</summary>
    private static void AssertDiagonalDecreases<T>(Matrix<T> r, string description)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[,] dense = Dense.Load<T>(r, FactorRatios.Shift<T>(r));
        double slack = 64 * r.Columns * FactorRatios.Roundoff<T>(), largest = r.Rows == 0 || r.Columns == 0 ? 0 : Math.Abs(dense[0, 0]);
        double near = 1 + (16 * Math.Sqrt(FactorRatios.Roundoff<T>()));
        for (int k = 0; k < r.Rows; k++)
        {
            for (int j = k + 1; j < r.Columns; j++)
            {
                double sum = 0;
                for (int i = k; i <= Math.Min(j, r.Rows - 1); i++)
                {
                    sum += dense[i, j] * dense[i, j];
                }

                Assert.True(Math.Sqrt(sum) <= (Math.Abs(dense[k, k]) * near) + (slack * largest), $"column {j} is longer than r[{k}, {k}] on {description}");
            }
        }
    }
}
