using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Contests;

/// <summary>w = Aᵀ·(A·x) with A m x n by rows: in one pass, as two products, and by two calls of gemv.</summary>
internal static unsafe class GramVectorContest
{
    /// <summary>The contestant that multiplies twice with FastBias's own products.</summary>
    internal const string TwoProducts = "two products";

    /// <summary>The contest for one shape.</summary>
    internal static Contest Create<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (shape.M, shape.N);
        Contest contest = new() { Flops = 4.0 * m * n };
        Buffer<T> a = contest.Keep(new Buffer<T>((long)m * n)), x = contest.Keep(new Buffer<T>(n)), y = contest.Keep(new Buffer<T>(m));
        Buffer<T> own = contest.Keep(new Buffer<T>(n)), theirs = contest.Keep(new Buffer<T>(n));
        RandomData random = new(4);
        random.Fill(a.Span);
        random.Fill(x.Span);
        contest.Contestants.Add(new(Contest.FastBias, repetitions =>
        {
            ReadOnlyMatrixSpan<T> matrix = a.Rows(m, n, n);
            for (int i = 0; i < repetitions; i++)
            {
                Product.MultiplyGram(own.Span, y.Span, matrix, x.Span, T.One, T.Zero, peers.Parallelism);
            }
        }));
        contest.Contestants.Add(new(TwoProducts, repetitions =>
        {
            ReadOnlyMatrixSpan<T> matrix = a.Rows(m, n, n);
            for (int i = 0; i < repetitions; i++)
            {
                Product.Multiply(y.Span, matrix, x.Span, peers.Parallelism);
                Product.Multiply(theirs.Span, matrix.Transposed, y.Span, peers.Parallelism);
            }
        }));
        if (peers.Native is { } library)
        {
            Blas<T> blas = new(library);
            void Peer(int repetitions)
            {
                // A by rows is Aᵀ (n x m) by columns.
                for (int i = 0; i < repetitions; i++)
                {
                    blas.Gemv('T', n, m, a.Pointer, n, x.Pointer, y.Pointer);
                    blas.Gemv('N', n, m, a.Pointer, n, y.Pointer, theirs.Pointer);
                }
            }

            contest.Contestants.Add(new(PeerSet.OpenBlas, Peer));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                Peer(1);
                return new(Deviation.Relative<T>(own.Span, theirs.Span), 4 * (Math.Sqrt(m) + Math.Sqrt(n) + 8) * Deviation.Epsilon<T>());
            };
        }

        return contest;
    }
}
