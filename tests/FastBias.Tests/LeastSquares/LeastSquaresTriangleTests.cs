using FastBias.Tests.Factorizations;
using Xunit;
using Xunit.Abstractions;
using NaiveDense = FastBias.Tests.Factorizations.Dense;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>R and the reflected right-hand sides of a tall problem, by each of the ways: few columns, blocks of rows with and without the right-hand sides, all at once.</summary>
public sealed class LeastSquaresTriangleTests(ITestOutputHelper output)
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 9, 1, 3 }, { 7, 7, 1 }, { 16, 15, 0 }, { 57, 10, 3 }, { 300, 10, 1 }, { 256, 15, 1 }, { 257, 15, 1 }, { 2000, 20, 1 }, { 56, 56, 8 },
        { 8, 4, 1 }, { 7, 3, 0 }, { 40, 20, 15 }, { 5000, 3, 2 }, { 1700, 64, 15 }, { 700, 79, 1 }, { 129, 64, 16 }, { 300, 10, 16 }, { 1100, 90, 3 },
        { 512, 33, 2 }, { 513, 32, 0 }, { 700, 100, 40 }, { 801, 64, 1 }, { 1100, 256, 1 },
        { 64, 64, 1 }, { 100, 90, 5 }, { 511, 40, 3 }, { 300, 257, 1 },

        // So many right-hand sides that they are not reflected themselves; the last block has fewer rows than columns.
        { 515, 50, 40 }, { 600, 33, 64 }, { 512, 31, 40 }, { 1024, 64, 33 }, { 900, 100, 50 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Its_products_are_those_of_the_problem(int m, int n, int p)
    {
        WorstRatio worst = new();
        foreach (string kind in (string[])["gaussian", "graded rows", "equal columns", "zero block", "nearly rank one"])
        {
            Matrix<double> a = FactorMatrices.Make<double>(kind, m, n), b = FactorMatrices.Make<double>("integers", m, p);
            (Matrix<double> r, Matrix<double> c) = LeastSquaresTriangle.Of<double>(a, b, Parallelism.Serial, CancellationToken.None);
            QrTests.AssertUpperTrapezoid(r, kind);
            double[,] left = NaiveDense.Load<double>(a), right = NaiveDense.Load<double>(b), upper = NaiveDense.Load<double>(r);
            Add(worst, $"RtR {kind}", left, left, upper, upper);
            Add(worst, $"RtC {kind}", left, right, upper, NaiveDense.Load<double>(c));
        }

        worst.Settle($"least-squares triangle, {m}x{n}, {p}", output);
    }

    [Theory]
    [InlineData(300, 10, 2)]
    [InlineData(700, 40, 3)]
    [InlineData(2000, 20, 1)]
    [InlineData(300, 10, 16)]
    [InlineData(1100, 90, 3)]
    [InlineData(700, 40, 30)]
    [InlineData(130, 90, 3)]
    [InlineData(420, 289, 1)]
    public void Strides_and_threads_change_no_bit(int m, int n, int p)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = FactorMatrices.Make<double>("integers", m, p);
        Matrix<double> columnsA = Matrix<double>.Copy(a.Transposed), columnsB = Matrix<double>.Copy(b.Transposed);
        (Matrix<double> r, Matrix<double> c) = LeastSquaresTriangle.Of<double>(a, b, Parallelism.Serial, CancellationToken.None);
        (Matrix<double> otherR, Matrix<double> otherC) = LeastSquaresTriangle.Of<double>(columnsA.Transposed, columnsB.Transposed, Parallelism.Threads(3), CancellationToken.None);
        Assert.Equal(r.Data, otherR.Data);
        Assert.Equal(c.Data, otherC.Data);
    }

    [Fact]
    public void Cancellation_is_seen_between_blocks()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        foreach ((int m, int n) in new[] { (300, 10), (20, 15), (1100, 90), (130, 90) })
        {
            Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n);
            Assert.Throws<OperationCanceledException>(() => LeastSquaresTriangle.Of<double>(a, new Matrix<double>(m, 1), Parallelism.Serial, source.Token));
        }
    }

    /// <summary>‖XᵀY − SᵀT‖₁/(m·‖X‖₁·‖Y‖₁·ε).</summary>
    private static void Add(WorstRatio worst, string name, double[,] x, double[,] y, double[,] s, double[,] t)
    {
        double[,] difference = NaiveDense.Subtract(
            NaiveDense.Multiply(NaiveDense.Transpose(x), y), NaiveDense.Multiply(NaiveDense.Transpose(s), t));
        double distance = NaiveDense.OneNorm(difference), size = NaiveDense.OneNorm(x) * NaiveDense.OneNorm(y);
        worst.Add(name, distance == 0 ? 0 : distance / (x.GetLength(0) * size * FactorRatios.Roundoff<double>()), $"{x.GetLength(0)}x{x.GetLength(1)}");
    }
}
