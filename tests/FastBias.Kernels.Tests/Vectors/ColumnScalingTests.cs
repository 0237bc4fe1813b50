using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Columns times a number each: rows with and without gaps, fewer and more of them than go together.</summary>
public abstract class ColumnScalingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_element_is_multiplied_once_and_nothing_beside_it()
    {
        TestRandom random = new(12);
        foreach (int columns in (int[])[1, 3, 8, 10, 16, 17, 33, 63, 64, 65])
        {
            foreach (int rows in (int[])[0, 1, 7, 8, 15, 16, 17, 50])
            {
                foreach (int gap in (int[])[0, 5])
                {
                    Matrix<T> all = random.UniformMatrix<T>(rows + 1, columns + gap), before = all.Clone();
                    T[] factors = random.UniformMatrix<T>(1, columns).Data.ToArray();
                    ColumnScaling.Apply<T>(all.AsSpan().Slice(0, 0, rows, columns), factors);
                    for (int i = 0; i <= rows; i++)
                    {
                        for (int j = 0; j < columns + gap; j++)
                        {
                            T expected = i < rows && j < columns ? before[i, j] * factors[j] : before[i, j];
                            Bits.AssertEqual(expected, all[i, j], $"{rows}x{columns} and {gap}: ({i}, {j})");
                        }
                    }
                }
            }
        }
    }
}

public sealed class ColumnScalingTestsOfDouble : ColumnScalingTests<double>;

public sealed class ColumnScalingTestsOfSingle : ColumnScalingTests<float>;
