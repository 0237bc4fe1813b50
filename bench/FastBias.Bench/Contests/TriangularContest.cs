using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Contests;

/// <summary>X = T⁻¹·B for n x n operands by rows; both sides start from a fresh copy of B.</summary>
internal static unsafe class TriangularContest
{
    /// <summary>The contest for one shape; the variant is the half of T: "L" or "U".</summary>
    internal static Contest Create<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = shape.N;
        Triangle half = shape.Variant == "U" ? Triangle.Upper : Triangle.Lower;
        Contest contest = new() { Flops = (double)n * n * n };
        Buffer<T> triangle = contest.Keep(new Buffer<T>((long)n * n)), b = contest.Keep(new Buffer<T>((long)n * n)), own = contest.Keep(new Buffer<T>((long)n * n));
        RandomData random = new(3);
        random.Fill(b.Span);
        random.Fill(triangle.Span);
        MakeWellConditioned(triangle.Rows(n, n, n));
        contest.Contestants.Add(new(Contest.FastBias, repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                b.Span.CopyTo(own.Span);
                Triangular.Solve(own.Rows(n, n, n), triangle.Rows(n, n, n), half, false, peers.Parallelism);
            }
        }));
        if (peers.Native is { } library)
        {
            Blas<T> blas = new(library);
            Buffer<T> theirs = contest.Keep(new Buffer<T>((long)n * n));
            void Peer(int repetitions)
            {
                // By columns the same memory holds Bᵀ and Tᵀ: Xᵀ = Bᵀ·(Tᵀ)⁻¹.
                for (int i = 0; i < repetitions; i++)
                {
                    b.Span.CopyTo(theirs.Span);
                    blas.Trsm('R', half == Triangle.Lower ? 'U' : 'L', 'N', n, n, triangle.Pointer, n, theirs.Pointer, n);
                }
            }

            contest.Contestants.Add(new(PeerSet.OpenBlas, Peer));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                Peer(1);
                return new(Deviation.Relative<T>(own.Span, theirs.Span), 20 * (n + 4) * Deviation.Epsilon<T>());
            };
        }

        return contest;
    }

    /// <summary>A diagonal of at least 2 over small neighbours: no growth in the solution.</summary>
    private static void MakeWellConditioned<T>(MatrixSpan<T> triangle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T scale = T.One / T.CreateTruncating(triangle.Rows);
        for (int i = 0; i < triangle.Rows; i++)
        {
            for (int j = 0; j < triangle.Columns; j++)
            {
                triangle[i, j] = i == j ? T.Abs(triangle[i, j]) + T.CreateTruncating(2) : triangle[i, j] * scale;
            }
        }
    }
}
