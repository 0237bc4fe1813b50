using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.Factorizations;

public sealed class CompleteOrthogonalTests(ITestOutputHelper output)
{
    [Fact]
    public void Ratios_of_all_small_shapes_double() => SmallShapes<double>();

    [Fact]
    public void Ratios_of_all_small_shapes_float() => SmallShapes<float>();

    [Fact]
    public void Ratios_at_the_blocking_edges()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in new[] { (31, 64), (32, 65), (33, 97), (64, 31), (65, 65), (97, 128), (129, 130), (200, 100), (100, 200) })
        {
            foreach (int rank in new[] { 1, 31, 32, 33, 63, 64, 65, 100 })
            {
                Matrix<double> a = FactorMatrices.LowRank<double>(new((ulong)(m + n + rank)), m, n, Math.Min(rank, Math.Min(m, n)));
                CompleteOrthogonal<double> complete = Check(worst, "low rank", a);
                Assert.Equal(Math.Min(rank, Math.Min(m, n)), complete.Rank);
            }
        }

        worst.Settle("complete orthogonal, blocking edges, Double", output);
    }

    /// <summary>Without the solutions of systems whose rank is not clear: there any vector of the null space may come in.</summary>
    [Fact]
    public void Ratios_over_the_gallery()
    {
        WorstRatio worst = new();
        foreach ((string kind, Matrix<double> a) in FactorMatrices.OverTheGallery<double>())
        {
            CheckFactors(worst, kind, a);
        }

        worst.Settle("complete orthogonal, gallery, Double", output);
    }

    [Fact]
    public void Ratios_of_large_matrices()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in FactorMatrices.LargeShapes)
        {
            CheckFactors(worst, "half rank", FactorMatrices.Make<double>("half rank", m, n));
        }

        worst.Settle("complete orthogonal, large, Double", output);
    }

    /// <summary>x = V·diag(1/σ)·Uᵀ·b for a matrix that was made from U, σ and V.</summary>
    [Fact]
    public void The_minimum_norm_solution_is_the_pseudoinverse_times_b()
    {
        WorstRatio worst = new();
        TestRandom random = new(3);
        foreach ((int m, int n, int rank) in new[] { (1, 1, 1), (5, 3, 2), (3, 5, 2), (3, 5, 3), (20, 20, 11), (40, 70, 40), (70, 40, 37), (90, 110, 65) })
        {
            double[] sigma = [.. Enumerable.Range(0, rank).Select(i => Math.Pow(100, -(double)i / rank))];
            (double[,] a, double[,] u, double[,] v) = FactorMatrices.WithSingularValues(random, m, n, sigma);
            double[,] b = Dense.Random(random, m, 4), coefficients = Dense.Multiply(Dense.Transpose(u), b);
            for (int i = 0; i < rank; i++)
            {
                for (int j = 0; j < 4; j++)
                {
                    coefficients[i, j] /= sigma[i];
                }
            }

            CompleteOrthogonal<double> complete = CompleteOrthogonal<double>.Factor(new Matrix<double>(a));
            Matrix<double> x = new(n, 4);
            Assert.Equal(Status.Success, complete.SolveMinimumNorm(x, new Matrix<double>(b)));
            Assert.Equal(rank, complete.Rank);

            // The condition is at most 100, and enters squared where the residual is not small.
            worst.Add("x - pinv(A) b, over 100²", FactorRatios.Residual<double>(Dense.Multiply(v, coefficients), Dense.Load<double>(x)) / 1e4, $"{m}x{n}, rank {rank}");
        }

        output.WriteLine(worst.ToString());
    }

    [Fact]
    public void The_gap_that_decided_the_rank_is_reported()
    {
        Matrix<double> a = FactorMatrices.Fill<double>(4, 3, (i, j) => i != j ? 0 : i switch { 0 => 8, 1 => 2, _ => 1e-20 });
        CompleteOrthogonal<double> complete = CompleteOrthogonal<double>.Factor(a);
        Assert.Equal(2, complete.Rank);
        Assert.Equal(2 / 1e-20, complete.RankGap, 5.0);
        Assert.Equal(4 * Math.Pow(2, -52), complete.RelativeCutoff);
        CompleteOrthogonal<double> all = CompleteOrthogonal<double>.From(complete.Pivoted, 0);
        Assert.Equal(3, all.Rank);
        Assert.Equal(double.PositiveInfinity, all.RankGap);
        Assert.Equal(1, CompleteOrthogonal<double>.Factor(a, 0.5).Rank);
        Assert.Equal(4, CompleteOrthogonal<double>.Factor(a, 0.5).RankGap);
        Assert.Equal(0, CompleteOrthogonal<double>.Factor(new Matrix<double>(3, 2)).Rank);
        Assert.Equal(double.PositiveInfinity, CompleteOrthogonal<double>.Factor(new Matrix<double>(3, 2)).RankGap);
    }

    /// <summary>T, the tails and the order of the columns to the bit; the solution up to the order of its roundings.</summary>
    [Fact]
    public void In_place_gives_the_factors_and_the_solution_of_the_object()
    {
        WorstRatio worst = new();
        foreach (string kind in (string[])["gaussian", "half rank", "rank one", "zero", "graded columns"])
        {
            foreach ((int m, int n) in new[] { (0, 3), (3, 0), (1, 1), (7, 4), (4, 7), (12, 12), (40, 70), (70, 40), (33, 97) })
            {
                CheckInPlace(worst, kind, m, n);
            }
        }

        output.WriteLine(worst.ToString());
    }

    [Fact]
    public void In_place_forms_name_what_is_wrong_and_write_nothing()
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 4, 6), before = a.Clone(), b = new(6, 2);
        double[] tau = new double[4], right = new double[4], workspace = new double[CompleteOrthogonal<double>.WorkspaceLength(4, 6)];
        int[] permutation = new int[6];
        Assert.Equal("workspace", Assert.Throws<ArgumentException>(() => CompleteOrthogonal<double>.FactorInPlace(a, tau, right, permutation, workspace.AsSpan(1))).ParamName);
        Assert.Equal("rightTau", Assert.Throws<ArgumentException>(() => CompleteOrthogonal<double>.FactorInPlace(a, tau, right.AsSpan(1), permutation, workspace)).ParamName);
        Assert.Equal("tau", Assert.Throws<ArgumentException>(() => CompleteOrthogonal<double>.FactorInPlace(a, tau.AsSpan(1), right, permutation, workspace)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => CompleteOrthogonal<double>.FactorInPlace(a, tau, right, permutation, workspace, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompleteOrthogonal<double>.WorkspaceLength(-1, 2));
        Assert.Equal(before.Data, a.Data);
        int rank = CompleteOrthogonal<double>.FactorInPlace(a, tau, right, permutation, workspace);
        Assert.Equal(4, rank);
        double[] solving = new double[CompleteOrthogonal<double>.SolveWorkspaceLength(4, 6, 2)];
        Assert.Equal("bx", Assert.Throws<ArgumentException>(() => CompleteOrthogonal<double>.SolveInPlace(new Matrix<double>(4, 2), a, tau, right, permutation, rank, solving)).ParamName);
        Assert.Equal("workspace", Assert.Throws<ArgumentException>(() => CompleteOrthogonal<double>.SolveInPlace(b, a, tau, right, permutation, rank, solving.AsSpan(1))).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => CompleteOrthogonal<double>.SolveInPlace(b, a, tau, right, permutation, 5, solving));
        CompleteOrthogonal<double> complete = CompleteOrthogonal<double>.Factor(before);
        Assert.Equal("workspace", Assert.Throws<ArgumentException>(() => complete.SolveMinimumNorm(new Matrix<double>(6, 1), new Matrix<double>(4, 1), new double[complete.SolveWorkspaceLength(1) - 1])).ParamName);
    }

    [Theory]
    [InlineData(-1e-3)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_cutoff_outside_of_0_to_1_is_a_wrong_call(double cutoff)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CompleteOrthogonal<double>.Factor(Matrix<double>.Identity(2), cutoff));
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedQr<double>.Factor(Matrix<double>.Identity(2)).Rank(cutoff));
    }

    private static void CheckInPlace(WorstRatio worst, string kind, int m, int n)
    {
        Matrix<double> a = FactorMatrices.Make<double>(kind, m, n), packed = a.Clone(), b = FactorMatrices.Make<double>("integers", m, 3), both = new(Math.Max(m, n), 3), x = new(n, 3);
        double[] tau = new double[Math.Min(m, n)], right = new double[Math.Min(m, n)], workspace = new double[CompleteOrthogonal<double>.WorkspaceLength(m, n)];
        double[] solving = new double[CompleteOrthogonal<double>.SolveWorkspaceLength(m, n, 3)];
        int[] permutation = new int[n];
        Array.Fill(workspace, double.NaN);
        Array.Fill(solving, double.NaN);
        Array.Fill(right, double.NaN);
        CompleteOrthogonal<double> complete = CompleteOrthogonal<double>.Factor(a);
        int rank = CompleteOrthogonal<double>.FactorInPlace(packed, tau, right, permutation, workspace);
        Assert.Equal(complete.Rank, rank);
        Assert.Equal(complete.Permutation.ToArray(), permutation);
        for (int i = 0; i < rank; i++)
        {
            Assert.Equal(complete.Reduction.Triangle.RowSpan(i)[i..].ToArray(), packed.Row(i)[i..rank].ToArray());
        }

        b.AsSpan().CopyTo(both.Slice(0, 0, m, 3));
        CompleteOrthogonal<double>.SolveInPlace(both, packed, tau, right, permutation, rank, solving);
        Assert.Equal(Status.Success, complete.SolveMinimumNorm(x, b));
        double[,] expected = Dense.Load<double>(x), actual = Dense.Load<double>(Matrix<double>.Copy(both.Slice(0, 0, n, 3)));
        double condition = rank == 0 ? 1 : complete.ConditionEstimate;
        worst.Add("difference / condition", FactorRatios.Residual<double>(expected, actual) / condition, $"{kind} {m}x{n}");
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

        worst.Settle($"complete orthogonal, shapes to 24, {typeof(T).Name}", output);
    }

    private static CompleteOrthogonal<T> Check<T>(WorstRatio worst, string kind, Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompleteOrthogonal<T> complete = CheckFactors(worst, kind, a);
        CheckMinimumNorm(worst, complete, a, Dense.Load<T>(complete.NullSpace()), $"{kind} {a.Rows}x{a.Columns} {typeof(T).Name}");
        return complete;
    }

    private static CompleteOrthogonal<T> CheckFactors<T>(WorstRatio worst, string kind, Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string description = $"{kind} {a.Rows}x{a.Columns} {typeof(T).Name}";
        int shift = FactorRatios.Shift<T>(a);
        double[,] dense = Dense.Load<T>(a, shift);
        CompleteOrthogonal<T> complete = CompleteOrthogonal<T>.Factor(a);
        Assert.Equal(Status.Success, complete.Status);
        Matrix<T> nullSpace = complete.NullSpace(), range = complete.Range();
        Assert.Equal((a.Columns, a.Columns - complete.Rank), (nullSpace.Rows, nullSpace.Columns));
        Assert.Equal((a.Rows, complete.Rank), (range.Rows, range.Columns));
        Assert.True(complete.RankGap >= T.One, $"gap {complete.RankGap} on {description}");
        worst.Add("A - reconstructed", FactorRatios.Residual<T>(dense, Dense.Load<T>(complete.Reconstruct(), shift)), description);
        worst.Add("N: I - NtN", FactorRatios.Orthogonality<T>(nullSpace), description);
        worst.Add("Range: I - QtQ", FactorRatios.Orthogonality<T>(range), description);
        double image = Dense.OneNorm(Dense.Multiply(dense, Dense.Load<T>(nullSpace)));
        worst.Add("A N", image == 0 ? 0 : image / (Math.Max(a.Rows, a.Columns) * Dense.OneNorm(dense) * FactorRatios.Roundoff<T>()), description);
        return complete;
    }

    /// <summary>X for B = A·(ones) solves the system, and is orthogonal to the null space.</summary>
    private static void CheckMinimumNorm<T>(WorstRatio worst, CompleteOrthogonal<T> complete, Matrix<T> a, double[,] nullSpace, string description)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (description.StartsWith("huge", StringComparison.Ordinal) || description.StartsWith("subnormal", StringComparison.Ordinal))
        {
            return;
        }

        Matrix<T> b = new(a.Rows, 1), x = new(a.Columns, 1);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                b[i, 0] += a[i, j];
            }
        }

        Assert.Equal(Status.Success, complete.SolveMinimumNorm(x, b));
        int shift = FactorRatios.Shift<T>(a), own = FactorRatios.Shift<T>(x);
        double[,] solution = Dense.Load<T>(x, own);
        double size = Math.Max(a.Rows, a.Columns) * FactorRatios.Roundoff<T>();
        double across = Dense.OneNorm(Dense.Multiply(Dense.Transpose(nullSpace), solution));
        worst.Add("Nt x", across == 0 ? 0 : across / (size * Dense.OneNorm(solution)), description);
        double[,] dense = Dense.Load<T>(a, shift), residual = Dense.Subtract(Dense.Load<T>(b, shift), Dense.Multiply(dense, Dense.Load<T>(x)));
        double scale = (Dense.OneNorm(dense) * Dense.OneNorm(Dense.Load<T>(x))) + Dense.OneNorm(Dense.Load<T>(b, shift));
        worst.Add("b - A x", scale == 0 ? 0 : Dense.OneNorm(residual) / (size * scale), description);
    }
}
