using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Columns of Q from reflectors: four chains a column (ADR 0001) whatever the stripe, thin and full; exchanges of columns.</summary>
public abstract class ReflectorProductTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void The_reflectors_are_applied_one_by_one(Isa isa)
    {
        TestRandom random = new(4);
        foreach ((int m, int k) in new[] { (1, 1), (2, 1), (3, 3), (9, 4), (16, 16), (33, 17), (70, 40) })
        {
            Check(isa, random, m, k, k);
            Check(isa, random, m, k, m);
        }
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(0, 2)]
    [InlineData(25000, 3)]
    public void Exchanges_one_after_the_other(int rows, int threads)
    {
        TestRandom random = new(5);
        Matrix<T> all = random.UniformMatrix<T>(rows, 12), one = all.Clone();
        int[] partners = [4, 1, 11, 4];
        ColumnExchange.Swap(all.AsSpan(), partners, Parallelism.Threads(threads));
        for (int t = 0; t < partners.Length; t++)
        {
            ColumnExchange.Swap(one.AsSpan(), t, partners[t]);
        }

        Assert.Equal(one.Data, all.Data);
    }

    private static void Check(Isa isa, TestRandom random, int m, int k, int columns)
    {
        Matrix<T> v = random.UniformMatrix<T>(m, k), q = Matrix<T>.Identity(m, columns), expected = Matrix<T>.Identity(m, columns);
        T[] tau = random.UniformVector<T>(k);
        for (int j = k - 1; j >= 0; j--)
        {
            v[j, j] = T.One;
            Apply(expected, v, j, tau[j]);
        }

        ReflectorProduct.Form(Kernels<T>.For(isa), q.AsSpan(), v, tau, new T[columns]);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Bits.AssertEqual(expected[i, j], q[i, j], $"{isa} {m}x{k} ({i}, {j}) of {columns}");
            }
        }
    }

    /// <summary>Q = (I − tau·v·vᵀ)·Q by its definition: the leading one last, the rows below it in four chains.</summary>
    private static void Apply(Matrix<T> q, Matrix<T> v, int j, T tau)
    {
        T[] chains = new T[4];
        for (int c = j; c < q.Columns; c++)
        {
            Array.Clear(chains);
            for (int i = j + 1; i < q.Rows; i++)
            {
                chains[(i - j - 1) % 4] = T.FusedMultiplyAdd(v[i, j], q[i, c], chains[(i - j - 1) % 4]);
            }

            T w = T.FusedMultiplyAdd(T.One, q[j, c], (chains[0] + chains[2]) + (chains[1] + chains[3])) * -tau;
            for (int i = j; i < q.Rows; i++)
            {
                q[i, c] = T.FusedMultiplyAdd(v[i, j], w, q[i, c]);
            }
        }
    }
}

public sealed class ReflectorProductTestsOfDouble : ReflectorProductTests<double>;

public sealed class ReflectorProductTestsOfSingle : ReflectorProductTests<float>;
