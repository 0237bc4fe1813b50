using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;
using NetLib = MathNet.Numerics.LinearAlgebra;

namespace FastBias.Bench.Contests;

/// <summary>C = AᵀA (n x n) of A (k x n) by rows: FastBias writes both triangles, syrk one.</summary>
internal static unsafe class GramContest
{
    /// <summary>The contest for one shape: N columns, K rows.</summary>
    internal static Contest Create<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int n, int k) = (shape.N, shape.K);
        Contest contest = new() { Flops = (double)n * (n + 1) * k };
        Buffer<T> a = contest.Keep(new Buffer<T>((long)k * n)), own = contest.Keep(new Buffer<T>((long)n * n));
        new RandomData(2).Fill(a.Span);
        Action<int> Own(Buffer<T> c, Parallelism parallelism) => repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                Product.Gram(c.Rows(n, n, n), a.Rows(k, n, n), T.One, T.Zero, parallelism);
            }
        };
        contest.Contestants.Add(new(Contest.FastBias, Own(own, peers.Parallelism)));
        if (peers.Native is { } library)
        {
            Blas<T> blas = new(library);
            Buffer<T> theirs = contest.Keep(new Buffer<T>((long)n * n));
            void Peer(int repetitions)
            {
                // A by rows is Aᵀ by columns.
                for (int i = 0; i < repetitions; i++)
                {
                    blas.Syrk('N', n, k, a.Pointer, n, theirs.Pointer, n);
                }
            }

            contest.Contestants.Add(new(PeerSet.OpenBlas, Peer));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                Peer(1);
                Mirror(theirs.Columns(n, n));
                return new(Deviation.Relative<T>(own.Rows(n, n, n), theirs.Columns(n, n)), 4 * (k + 4) * Deviation.Epsilon<T>());
            };
        }

        if (peers.Threads > 1)
        {
            contest.Contestants.Add(new(GemmContest.OneThread, Own(contest.Keep(new Buffer<T>((long)n * n)), Parallelism.Serial)));
        }

        if (shape.Cost <= peers.MathNetLimit)
        {
            NetLib.Matrix<T> matrix = MathNetMatrix.Copy<T>(a.Rows(k, n, n)), product = NetLib.Matrix<T>.Build.Dense(n, n);
            contest.Contestants.Add(new(PeerSet.MathNet, repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    matrix.TransposeThisAndMultiply(matrix, product);
                }
            }));
        }

        return contest;
    }

    private static void Mirror<T>(MatrixSpan<T> lower)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < lower.Rows; i++)
        {
            for (int j = i + 1; j < lower.Columns; j++)
            {
                lower[i, j] = lower[j, i];
            }
        }
    }
}
