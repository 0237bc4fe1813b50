using FastBias.Testing;
using FastBias.Tests.Factorizations;
using Xunit;
using Xunit.Abstractions;
using NaiveDense = FastBias.Tests.Factorizations.Dense;
using WorstRatio = FastBias.Tests.Factorizations.WorstRatio;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>QR by blocks of rows with its Q kept, and the wide least squares that stand on it.</summary>
public sealed class RowBlockFactorsTests(ITestOutputHelper output)
{
    /// <summary>One panel and several, whole blocks and one row more, and the widest.</summary>
    [Fact]
    public void Q_is_orthogonal_and_leads_from_R_to_A()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in new[] { (512, 1), (513, 7), (700, 32), (512, 33), (801, 64), (1024, 96), (1100, 256) })
        {
            Check(worst, m, n);
        }

        worst.Settle("QR by blocks of rows, Double", output);
    }

    [Fact]
    public void Wide_problems_get_the_shortest_solution()
    {
        WorstRatio worst = new();
        foreach ((int m, int n) in new[] { (7, 600), (40, 700), (100, 1000) })
        {
            CheckShortest(worst, m, n);
        }

        worst.Settle("wide least squares by blocks of rows, Double", output);
    }

    [Fact]
    public void Bits_depend_on_the_values_alone()
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 40, 700), b = FactorMatrices.Make<double>("integers", 40, 2), columns = Matrix<double>.Copy(a.Transposed);
        double[] expected = LeastSquares.Solve<double>(a, b).EnsureSuccess().X.Data;
        LeastSquaresOptions<double> threads = new() { Parallelism = Parallelism.Threads(3) };
        Assert.Equal(expected, LeastSquares.Solve<double>(columns.Transposed, b, threads).EnsureSuccess().X.Data);

        // Borrowed memory comes back dirty; a second problem in between leaves no trace.
        LeastSquares.Solve<double>(FactorMatrices.Make<double>("gaussian", 90, 900), FactorMatrices.Make<double>("integers", 90, 1)).EnsureSuccess();
        Assert.Equal(expected, LeastSquares.Solve<double>(a, b).EnsureSuccess().X.Data);
        foreach (double scale in new[] { Math.ScaleB(1, 150), Math.ScaleB(1, -150) })
        {
            Matrix<double> scaled = new([.. a.Data.Select(v => v * scale)], 40, 700);
            Assert.Equal(expected, LeastSquares.Solve<double>(scaled, b).EnsureSuccess().X.Data.Select(v => v * scale));
        }
    }

    [Fact]
    public void Cancellation_is_seen_between_blocks()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", 600, 9);
        Assert.Throws<OperationCanceledException>(() => new RowBlockFactors<double>(a, source.Token));
    }

    private static void Check(WorstRatio worst, int m, int n)
    {
        Assert.True(RowBlockFactors<double>.Suits(m, n));
        foreach (string kind in (string[])["gaussian", "graded rows", "graded columns", "equal columns", "zero block", "zero column"])
        {
            Matrix<double> a = FactorMatrices.Make<double>(kind, m, n), back = new(m, n), inside = new(n, n), outside = new(m, 2), identity = new(n, 2);
            RowBlockFactors<double> factors = new(a, CancellationToken.None);
            QrTests.AssertUpperTrapezoid(factors.R, kind);
            Fill(back, double.NaN);
            factors.Expand(back, factors.R.Clone(), Parallelism.Serial);
            string description = $"{kind} {m}x{n}";
            worst.Add("A - QR", FactorRatios.Residual<double>(NaiveDense.Load<double>(a), NaiveDense.Load<double>(back)), description);

            // What is expanded is found again, and nothing outside of the range.
            Matrix<double> z = FactorMatrices.Make<double>("gaussian", n, 2), x = new(m, 2), found = new(n, 2);
            Fill(x, double.NaN);
            factors.Expand(x, z.Clone(), Parallelism.Serial);
            Matrix<double> rest = x.Clone();
            factors.Split(found, rest, Parallelism.Serial);
            worst.Add("z - Qt(Qz)", FactorRatios.Residual<double>(NaiveDense.Load<double>(z), NaiveDense.Load<double>(found)), description);
            worst.Add("outside", NaiveDense.OneNorm(NaiveDense.Load<double>(rest)) / (m * NaiveDense.OneNorm(NaiveDense.Load<double>(z)) * FactorRatios.Roundoff<double>()), description);
            factors.Release();
        }
    }

    private static void CheckShortest(WorstRatio worst, int m, int n)
    {
        Assert.True(RowBlockFactors<double>.Suits(n, m));
        foreach (string kind in (string[])["gaussian", "zero column", "condition 1e6"])
        {
            Matrix<double> a = kind.StartsWith("condition", StringComparison.Ordinal) ? IllConditioned(m, n) : FactorMatrices.Make<double>(kind, m, n), b = FactorMatrices.Make<double>("integers", m, 3);
            LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(a, b).EnsureSuccess();
            Assert.True(solution.Method == LeastSquaresMethod.Qr, solution.Reason);
            Assert.Equal(m, solution.Rank);
            Assert.True(solution.IsMinimumNorm);
            string description = $"{kind} {m}x{n}";
            worst.Add("backward error / (n eps)", solution.BackwardError / (Measure.Epsilon<double>() * n), description);
            if (solution.ConditionEstimate < 100)
            {
                // Beyond, the reference knows the row space to κ·ε only; the share of x outside is in the backward error.
                worst.Add("row space", SolveRatio.RowSpace<double>(a, solution.X, m), description);
            }

            LeastSquaresSolution<double> refined = LeastSquares.Solve<double>(a, b, new LeastSquaresOptions<double> { Refine = true }).EnsureSuccess();
            Assert.True(Measure.RelativeError(refined.X, Measure.ToDouble(solution.X)) <= solution.ForwardErrorBound, description);
        }
    }

    /// <summary>G·D·H with random G and H and a diagonal from 1 to 1e-6.</summary>
    private static Matrix<double> IllConditioned(int m, int n)
    {
        Matrix<double> h = FactorMatrices.Make<double>("gaussian", m, n);
        for (int i = 0; i < m; i++)
        {
            foreach (ref double x in h.Row(i))
            {
                x *= Math.Pow(1e-6, (double)i / (m - 1));
            }
        }

        return Measure.Multiply(FactorMatrices.Make<double>("gaussian", m, m), h);
    }

    private static void Fill(Matrix<double> a, double value) => a.AsSpan().Fill(value);
}
