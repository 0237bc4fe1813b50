using System.Numerics;
using FastBias.Testing;
using Xunit;
using Xunit.Abstractions;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>LAPACK's least-squares ratios over the gallery, every method, float and double.</summary>
public sealed class GalleryRatioTests(ITestOutputHelper output)
{
    private static readonly LeastSquaresMethod[] s_methods =
        [LeastSquaresMethod.Auto, LeastSquaresMethod.Qr, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.Svd];

    private readonly Dictionary<string, double> _worst = [];

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

    private void All<T>(int m, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (GalleryMatrix matrix in Gallery.All(m, n))
        {
            Matrix<T> a = matrix.As<T>();
            TestRandom random = new((ulong)((100 * m) + n));
            Matrix<T> x = random.UniformMatrix<T>(a.Columns, 2), consistent = new(a.Rows, 2);
            Product.Multiply<T>(consistent, a, x);
            if (a.Data.Concat(consistent.Data).All(T.IsFinite))
            {
                foreach (LeastSquaresMethod method in s_methods)
                {
                    Check(matrix, method, a, consistent, anyResidual: false);
                    Check(matrix, method, a, random.UniformMatrix<T>(a.Rows, 2), anyResidual: true);
                }
            }
        }

        foreach ((string name, double ratio) in _worst)
        {
            output.WriteLine($"{name}: {ratio:F2}");
        }
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
        double condition = double.CreateChecked(solution.ConditionEstimate);
        if (solution.Status != Status.Success)
        {
            return;
        }

        Assert.True(solution.X.Data.All(T.IsFinite), context);
        Add("backward error / (max(m, n) eps)", double.CreateChecked(solution.BackwardError) / (Measure.Epsilon<T>() * Math.Max(a.Rows, a.Columns)), context);
        if (!anyResidual || condition < 1e3)
        {
            // With a large ‖x‖ beside a small ‖b‖ the ratio, which is relative to ‖b‖, would measure the condition.
            Add("DQRT17", SolveRatio.ResidualOrthogonality<T>(a, solution.X, b), context);
        }

        bool clear = solution.Rank == Math.Min(a.Rows, a.Columns) || double.CreateChecked(solution.RankGap) > 0.01 / Measure.Epsilon<T>();
        if (solution.NullSpaceDimension > 0 && clear && condition < 1e3)
        {
            Add("DQRT14", SolveRatio.RowSpace<T>(a, solution.X, solution.Rank), context);
        }
    }

    /// <summary>1e300/1e-300: no number, and the reason says so.</summary>
    private static bool IsOutOfRange<T>(LeastSquaresSolution<T> solution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        solution.Status == Status.RankDeficient && solution.Reason.Contains("leaves the range", StringComparison.Ordinal);

    private void Add(string name, double ratio, string context)
    {
        RatioAssert.AtMost(ratio, context: $"{name} of {context}");
        _worst[name] = Math.Max(ratio, _worst.GetValueOrDefault(name));
    }
}
