using System.Numerics;
using FastBias.Bench.Machine;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;
using NetLib = MathNet.Numerics.LinearAlgebra;

namespace FastBias.Bench.Contests;

/// <summary>y = A·x, or Aᵀ·x for the variant "T", with A m x n by rows; beside it, reading A once and doing nothing.</summary>
internal static unsafe class GemvContest
{
    /// <summary>The contestant that only reads.</summary>
    internal const string Stream = "stream";

    /// <summary>The contest for one shape.</summary>
    internal static Contest Create<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (shape.M, shape.N);
        bool transposed = shape.Variant == "T";
        (int inputs, int outputs) = transposed ? (m, n) : (n, m);
        Contest contest = new() { Flops = 2.0 * m * n };
        Buffer<T> a = contest.Keep(new Buffer<T>((long)m * n)), x = contest.Keep(new Buffer<T>(inputs)), own = contest.Keep(new Buffer<T>(outputs));
        RandomData random = new(4);
        random.Fill(a.Span);
        random.Fill(x.Span);
        contest.Contestants.Add(new(Contest.FastBias, repetitions =>
        {
            ReadOnlyMatrixSpan<T> matrix = transposed ? a.Rows(m, n, n).Transposed : a.Rows(m, n, n);
            for (int i = 0; i < repetitions; i++)
            {
                Product.Multiply(own.Span, matrix, x.Span, peers.Parallelism);
            }
        }));
        if (peers.Native is { } library)
        {
            Blas<T> blas = new(library);
            Buffer<T> theirs = contest.Keep(new Buffer<T>(outputs));
            void Peer(int repetitions)
            {
                // A by rows is Aᵀ (n x m) by columns.
                for (int i = 0; i < repetitions; i++)
                {
                    blas.Gemv(transposed ? 'N' : 'T', n, m, a.Pointer, n, x.Pointer, theirs.Pointer);
                }
            }

            contest.Contestants.Add(new(PeerSet.OpenBlas, Peer));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                Peer(1);
                return new(Deviation.Relative<T>(own.Span, theirs.Span), 4 * (Math.Sqrt(inputs) + 8) * Deviation.Epsilon<T>());
            };
        }

        contest.Contestants.Add(new(Stream, repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                own.Span[0] = StreamRead.Sum(a.Pointer, a.Length);
            }
        }));
        if (!transposed && shape.Cost * m <= peers.MathNetLimit)
        {
            NetLib.Matrix<T> matrix = MathNetMatrix.Copy<T>(a.Rows(m, n, n));
            NetLib.Vector<T> vector = MathNetMatrix.Copy<T>(x.Span), product = NetLib.Vector<T>.Build.Dense(m);
            contest.Contestants.Add(new(PeerSet.MathNet, repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    matrix.Multiply(vector, product);
                }
            }));
        }

        return contest;
    }
}
