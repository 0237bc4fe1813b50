using Xunit;

namespace FastBias.Tests.Matrices;

/// <summary>Copies on several threads: every element once, and nothing beside them.</summary>
public sealed class CopyJobTests
{
    [Theory]
    [InlineData(700, 611)]
    [InlineData(33, 20011)]
    [InlineData(20011, 33)]
    [InlineData(2, 300_000)]
    [InlineData(5, 3)]
    public void Copies_rows_columns_and_views(int m, int n)
    {
        float[] source = new float[(m + 2) * (n + 2)];
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = i + 1;
        }

        foreach (int threads in new[] { 1, 2, 5 })
        {
            Parallelism parallelism = Parallelism.Threads(threads);
            ReadOnlyMatrixSpan<float> view = new MatrixSpan<float>(source, m + 2, n + 2).Slice(1, 1, m, n), byColumns = new MatrixSpan<float>(source, n + 2, m + 2).Slice(1, 1, n, m).Transposed;
            Check(view, false, parallelism);
            Check(view, true, parallelism);
            Check(byColumns, false, parallelism);
            Check(byColumns, true, parallelism);
        }
    }

    private static void Check(ReadOnlyMatrixSpan<float> source, bool byColumns, Parallelism parallelism)
    {
        float[] room = new float[(source.Rows + 1) * (source.Columns + 1)];
        MatrixSpan<float> all = byColumns ? new MatrixSpan<float>(room, source.Columns + 1, source.Rows + 1).Transposed : new MatrixSpan<float>(room, source.Rows + 1, source.Columns + 1);
        CopyJob<float>.Run(source, all.Slice(0, 0, source.Rows, source.Columns), parallelism);
        for (int i = 0; i <= source.Rows; i++)
        {
            for (int j = 0; j <= source.Columns; j++)
            {
                float expected = i < source.Rows && j < source.Columns ? source[i, j] : 0;
                if (all[i, j] != expected)
                {
                    Assert.Fail($"element ({i}, {j}) is {all[i, j]}, not {expected}");
                }
            }
        }
    }
}
