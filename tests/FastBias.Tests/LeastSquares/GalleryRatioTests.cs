using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;
using FactorMatrices = FastBias.Tests.Factorizations.FactorMatrices;
using WorstRatio = FastBias.Tests.Factorizations.WorstRatio;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>LAPACK's least-squares ratios over the gallery, every method, float and double.</summary>
public sealed class GalleryRatioTests(ITestOutputHelper output)
{
    private static readonly LeastSquaresMethod[] s_methods =
        [LeastSquaresMethod.Auto, LeastSquaresMethod.Qr, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.Svd];

    private readonly WorstRatio _worst = new();

    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 2, 1 }, { 1, 2 }, { 3, 3 }, { 5, 3 }, { 3, 5 }, { 12, 12 }, { 21, 12 }, { 12, 21 }, { 40, 7 }, { 7, 40 }, { 33, 32 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ratios_in_double(int m, int n) => All<double>(m, n);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ratios_in_float(int m, int n) => All<float>(m, n);

    [Fact]
    public void Ratios_of_all_small_shapes_in_double() => SmallShapes<double>();

    [Fact]
    public void Ratios_of_all_small_shapes_in_float() => SmallShapes<float>();

    /// <summary>Wider panels, blocks of rows, and sizes beside them; in a full run every edge to 513, and 2000 once.</summary>
    [Fact]
    public void Ratios_of_large_problems()
    {
        foreach ((int m, int n) in FactorMatrices.LargeShapes.Append((600, 40)).Append((40, 600)))
        {
            foreach (string kind in (string[])["gaussian", "half rank"])
            {
                Matrix<double> a = FactorMatrices.Make<double>(kind, m, n), b = new TestRandom((ulong)(m + n)).UniformMatrix<double>(m, 2);
                Check(new GalleryMatrix(kind, a), LeastSquaresMethod.CompleteOrthogonal, a, b, anyResidual: true);
                if (kind == "gaussian")
                {
                    Check(new GalleryMatrix(kind, a), LeastSquaresMethod.Auto, a, b, anyResidual: true);
                }
            }
        }

        _worst.Settle("least squares, large, Double", output);
    }

    /// <summary>The gallery in every shape to 24 x 24, the methods in turn; all of it in a full run.</summary>
    private void SmallShapes<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = TestScale.Stride(101), turn = 0, method = 0;
        for (int m = 1; m <= 24; m++)
        {
            for (int n = 1; n <= 24; n++)
            {
                foreach (string name in Gallery.Names)
                {
                    if (turn++ % stride == 0)
                    {
                        Check<T>(Gallery.Create(name, m, n), (100 * m) + n, s_methods[method++ % s_methods.Length]);
                    }
                }
            }
        }

        _worst.Settle($"least squares, gallery in all shapes to 24, {typeof(T).Name}", output);
    }

    private void Check<T>(GalleryMatrix matrix, int seed, params LeastSquaresMethod[] methods)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = matrix.As<T>();
        TestRandom random = new((ulong)seed);
        Matrix<T> x = random.UniformMatrix<T>(a.Columns, 2), consistent = new(a.Rows, 2);
        Product.Multiply<T>(consistent, a, x);
        if (!a.Data.Concat(consistent.Data).All(T.IsFinite))
        {
            return;
        }

        foreach (LeastSquaresMethod method in methods)
        {
            Check(matrix, method, a, consistent, anyResidual: false);
            Check(matrix, method, a, random.UniformMatrix<T>(a.Rows, 2), anyResidual: true);
        }
    }

    private void All<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (GalleryMatrix matrix in Gallery.All(m, n))
        {
            Check<T>(matrix, (100 * m) + n, s_methods);
        }

        _worst.Settle($"least squares, gallery, {m}x{n}, {typeof(T).Name}", output);
    }

    private void Check<T>(GalleryMatrix matrix, LeastSquaresMethod method, Matrix<T> a, Matrix<T> b, bool anyResidual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string context = $"{matrix} {typeof(T).Name} {method}{(anyResidual ? " with a residual" : string.Empty)}";
        LeastSquaresSolution<T> solution = LeastSquares.Solve<T>(a, b, new LeastSquaresOptions<T> { Method = method });
        if (method == LeastSquaresMethod.Qr && solution.Status == Status.RankDeficient)
        {
            Assert.True(solution.Rank < Math.Min(a.Rows, a.Columns) || solution.X.Columns == 0, context);
            return;
        }

        Assert.True(solution.Status == Status.Success || IsOutOfRange(solution), $"{context}: {solution.Status} {solution.Reason}");
        if (solution.Status != Status.Success)
        {
            return;
        }

        Assert.True(solution.X.Data.All(T.IsFinite), context);
        _worst.Add("backward error / (max(m, n) eps)", double.CreateChecked(solution.BackwardError) / (Measure.Epsilon<T>() * Math.Max(a.Rows, a.Columns)), context);
        // DQRT17 is relative to ‖b‖; where A·x is a sum of far larger terms that cancel, no method can do better than relative to them.
        double ratio = SolveRatio.ResidualOrthogonality<T>(a, solution.X, b), cancelled = Math.Max(1, Cancellation(a, b, solution));
        _worst.Add("DQRT17", ratio / cancelled, context);
        if (cancelled < 2)
        {
            _worst.Add("DQRT17, plain", ratio, context);
        }

        // A backward stable solution lies in the row space to κ·ε, and the reference knows that space no better; where κ is large the measure is the backward error above.
        bool clear = solution.Rank == Math.Min(a.Rows, a.Columns) || double.CreateChecked(solution.RankGap) > 0.01 / Measure.Epsilon<T>();
        double condition = double.CreateChecked(solution.ConditionEstimate);
        if (solution.NullSpaceDimension > 0 && clear && condition < 1e4)
        {
            double outside = SolveRatio.RowSpace<T>(a, solution.X, solution.Rank);
            _worst.Add("DQRT14 / condition", outside / Math.Max(1, condition), context);
            if (condition < 10)
            {
                _worst.Add("DQRT14", outside, context);
            }
        }
    }

    /// <summary>‖A‖·‖x‖/‖b‖ in Frobenius norms, which may all lie at the ends of the range.</summary>
    private static double Cancellation<T>(Matrix<T> a, Matrix<T> b, LeastSquaresSolution<T> solution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (double sizeA, int exponentA) = Size(a);
        (double sizeX, int exponentX) = Size(solution.X);
        (double sizeB, int exponentB) = Size(b);
        return sizeB == 0 ? 1 : Math.ScaleB(sizeA * sizeX / sizeB, exponentA + exponentX - exponentB);
    }

    private static (double Size, int Exponent) Size<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T max = a.Data.Max(T.Abs);
        int exponent = max == T.Zero ? 0 : T.ILogB(max);
        return (Measure.Norm(a.Data.Select(v => Math.ScaleB(double.CreateChecked(v), -exponent))), exponent);
    }

    /// <summary>1e300/1e-300: no number, and the reason says so.</summary>
    private static bool IsOutOfRange<T>(LeastSquaresSolution<T> solution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        solution.Status == Status.RankDeficient && solution.Reason.Contains("leaves the range", StringComparison.Ordinal);
}
