using System.Globalization;
using Xunit;

namespace FastBias.Tests.LeastSquaresTests;

/// <summary>NumPy's answers to 1e-10, κ up to 1e4 (tests/Data/lstsq/make.py made them).</summary>
public sealed class NumpyFixtureTests
{
    private sealed record Fixture(string Name, Matrix<double> A, Matrix<double> B, Matrix<double> X, int Rank);

    [Theory]
    [InlineData(LeastSquaresMethod.Auto)]
    [InlineData(LeastSquaresMethod.CompleteOrthogonal)]
    [InlineData(LeastSquaresMethod.Svd)]
    [InlineData(LeastSquaresMethod.Qr)]
    public void Solutions_agree(LeastSquaresMethod method)
    {
        int compared = 0;
        foreach (Fixture fixture in Read())
        {
            bool full = fixture.Rank == Math.Min(fixture.A.Rows, fixture.A.Columns);
            LeastSquaresSolution<double> solution = LeastSquares.Solve<double>(fixture.A, fixture.B, new LeastSquaresOptions<double> { Method = method });
            Assert.Equal(fixture.Rank, solution.Rank);
            Assert.Equal(method == LeastSquaresMethod.Qr && !full ? Status.RankDeficient : Status.Success, solution.Status);
            if (solution.Status == Status.Success)
            {
                double error = Measure.RelativeError(solution.X, fixture.X.ToArray());
                Assert.True(error <= 1e-10, $"{fixture.Name}: {error:E1}");
                compared++;
            }
        }

        Assert.Equal(method == LeastSquaresMethod.Qr ? 11 : 15, compared);
    }

    private static IEnumerable<Fixture> Read()
    {
        using StreamReader reader = new(TestData.PathOf("lstsq", "lstsq.txt"));
        while (reader.ReadLine() is string header)
        {
            string[] words = header.Split(' ');
            int[] sizes = [.. words[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            yield return new(words[1], ReadMatrix(reader, sizes[0], sizes[1]), ReadMatrix(reader, sizes[0], sizes[2]), ReadMatrix(reader, sizes[1], sizes[2]), sizes[3]);
        }
    }

    private static Matrix<double> ReadMatrix(StreamReader reader, int rows, int columns)
    {
        Matrix<double> matrix = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            double[] row = [.. reader.ReadLine()!.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            row.CopyTo(matrix.Row(i));
        }

        return matrix;
    }
}
