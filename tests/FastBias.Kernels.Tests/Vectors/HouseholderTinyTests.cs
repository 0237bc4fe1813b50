using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

public sealed class HouseholderTinyTestsOfDouble : HouseholderTinyTests<double>;

public sealed class HouseholderTinyTestsOfSingle : HouseholderTinyTests<float>;

/// <summary>Tiny matrices have the factors that a panel of any ISA gives them, or are left as they were.</summary>
public abstract class HouseholderTinyTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Func<Random, int, int, double>[] s_elements =
    [
        (random, _, _) => random.NextDouble() - 0.5,
        (random, _, _) => random.Next(3) - 1,
        (random, _, j) => j == 1 ? 0 : random.NextDouble(),
        (random, i, j) => i > j ? 0 : random.NextDouble(),
        (random, _, j) => Math.ScaleB(random.NextDouble() - 0.5, -7 * j),
        (random, _, j) => Math.ScaleB(random.NextDouble() - 0.5, j == 0 ? -60 : 20),
        (random, i, j) => i == j ? double.NaN : random.NextDouble(),
    ];

    [Fact]
    public void The_factors_are_those_of_a_panel_or_nothing_was_written()
    {
        int factored = 0, refused = 0;
        for (int m = 1; m <= HouseholderTiny<T>.MostSide; m++)
        {
            for (int n = 1; n <= HouseholderTiny<T>.MostSide; n++)
            {
                for (int seed = 0; seed < 5 * s_elements.Length; seed++)
                {
                    bool done = Compare(m, n, seed);
                    (factored, refused) = (factored + (done ? 1 : 0), refused + (done ? 0 : 1));
                }
            }
        }

        Assert.True(factored > 500 && refused > 100, $"{factored} were factored, {refused} refused");
    }

    private static bool Compare(int m, int n, int seed)
    {
        const int Room = 2;
        Random random = new(seed);
        Matrix<T> all = new(m, n + Room), plain = new(m, n);
        all.AsSpan().Fill(T.CreateTruncating(77));
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                all[i, j] = plain[i, j] = T.CreateTruncating(s_elements[seed % s_elements.Length](random, i, j));
            }
        }

        Matrix<T> before = all.Clone();
        T[] tau = new T[Math.Min(m, n)], expected = new T[tau.Length];
        if (!HouseholderTiny<T>.TryFactor(all.Slice(0, 0, m, n), tau, false))
        {
            Assert.Equal(before.Data, all.Data);
            return false;
        }

        foreach (Isa isa in Isas.List)
        {
            Matrix<T> panel = plain.Clone();
            HouseholderPanel<T>.Factor(Kernels<T>.For(isa), panel, expected, false, default, new T[HouseholderPanel<T>.WorkspaceLength(m, n)]);
            Assert.Equal(expected, tau);
            for (int i = 0; i < m; i++)
            {
                Assert.Equal(panel.Row(i), all.Row(i)[..n]);
                Assert.Equal(before.Row(i)[n..], all.Row(i)[n..]);
            }
        }

        return true;
    }
}
