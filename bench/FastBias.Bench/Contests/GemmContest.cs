using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;
using NetLib = MathNet.Numerics.LinearAlgebra;

namespace FastBias.Bench.Contests;

/// <summary>C = op(A)·op(B): the same operands in memory for FastBias and OpenBLAS.</summary>
internal static unsafe class GemmContest
{
    /// <summary>FastBias on one thread, beside itself on more.</summary>
    internal const string OneThread = "FastBias, 1 thread";

    /// <summary>How the operands lie in memory.</summary>
    /// <remarks>
    /// <code>
    ///   variant   stored A      stored B      C             distance of rows
    ///   (none)    m x k         k x n         m x n         tight
    ///   NT        m x k         n x k         m x n         tight
    ///   TN        k x m         k x n         m x n         tight
    ///   TT        k x m         n x k         m x n         tight
    ///   sub       m x k         k x n         m x n         13 elements more: a block of a larger matrix
    ///   page      m x k         k x n         m x n         a multiple of 4 KiB
    ///   col       m x k         k x n         by columns    tight
    /// </code>
    /// </remarks>
    private readonly record struct Layout(bool TransA, bool TransB, bool ColumnMajorC, int Lda, int Ldb, int Ldc)
    {
        internal static Layout Of(Shape shape, int elementSize)
        {
            (bool ta, bool tb, bool column) = shape.Variant switch
            {
                "NT" => (false, true, false),
                "TN" => (true, false, false),
                "TT" => (true, true, false),
                "col" => (false, false, true),
                "" or "sub" or "page" => (false, false, false),
                _ => throw new ArgumentException($"No GEMM variant '{shape.Variant}'.", nameof(shape)),
            };
            int page = 4096 / elementSize;
            int Stride(int length) => shape.Variant switch { "sub" => length + 13, "page" => (length + page - 1) / page * page, _ => length };
            return new(ta, tb, column, Stride(ta ? shape.M : shape.K), Stride(tb ? shape.K : shape.N), Stride(column ? shape.M : shape.N));
        }
    }

    /// <summary>The contest for one shape.</summary>
    internal static Contest Create<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Contest contest = new() { Flops = 2.0 * shape.M * shape.N * shape.K };
        Side<T> side = new(contest, shape);
        Buffer<T> own = side.NewC(contest);
        contest.Contestants.Add(new(Contest.FastBias, side.Own(own, peers.Parallelism)));
        if (peers.Native is { } library)
        {
            Buffer<T> theirs = side.NewC(contest);
            contest.Contestants.Add(new(PeerSet.OpenBlas, side.Peer(theirs, new Blas<T>(library))));
            contest.Check = side.Comparison(contest, own, theirs);
        }

        if (peers.Threads > 1)
        {
            contest.Contestants.Add(new(OneThread, side.Own(side.NewC(contest), Parallelism.Serial)));
        }

        if (shape.Variant.Length == 0 && shape.Cost <= peers.MathNetLimit)
        {
            contest.Contestants.Add(new(PeerSet.MathNet, side.MathNet()));
        }

        return contest;
    }

    /// <summary>FastBias against itself at the nearest multiple of 48, per multiply-add.</summary>
    internal static Contest CreateNeighbour<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int near = Math.Max(1, (shape.N + 24) / 48) * 48;
        Shape neighbour = new(near, near, near);
        Contest contest = new() { Flops = 2.0 * shape.M * shape.N * shape.K };
        Side<T> here = new(contest, shape), there = new(contest, neighbour);
        Buffer<T> own = here.NewC(contest);
        contest.Contestants.Add(new(Contest.FastBias, here.Own(own, peers.Parallelism), shape.Cost));
        contest.Contestants.Add(new("neighbour", there.Own(there.NewC(contest), peers.Parallelism), neighbour.Cost));
        if (peers.Native is { } library)
        {
            Buffer<T> theirs = here.NewC(contest);
            Contestant peer = new(PeerSet.OpenBlas, here.Peer(theirs, new Blas<T>(library)), shape.Cost);
            contest.Contestants.Add(peer);
            contest.Check = here.Comparison(contest, own, theirs);
        }

        return contest;
    }

    /// <summary>The operands of one shape and everybody's call on them.</summary>
    private sealed class Side<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Shape _shape;
        private readonly Layout _layout;
        private readonly Buffer<T> _a, _b;

        internal Side(Contest contest, Shape shape)
        {
            _shape = shape;
            _layout = Layout.Of(shape, sizeof(T));
            _a = contest.Keep(new Buffer<T>((long)(_layout.TransA ? shape.K : shape.M) * _layout.Lda));
            _b = contest.Keep(new Buffer<T>((long)(_layout.TransB ? shape.N : shape.K) * _layout.Ldb));
            RandomData random = new(1);
            random.Fill(_a.Span);
            random.Fill(_b.Span);
        }

        private MatrixSpan<T> A => _layout.TransA ? _a.Rows(_shape.K, _shape.M, _layout.Lda).Transposed : _a.Rows(_shape.M, _shape.K, _layout.Lda);

        private MatrixSpan<T> B => _layout.TransB ? _b.Rows(_shape.N, _shape.K, _layout.Ldb).Transposed : _b.Rows(_shape.K, _shape.N, _layout.Ldb);

        internal Buffer<T> NewC(Contest contest) => contest.Keep(new Buffer<T>((long)(_layout.ColumnMajorC ? _shape.N : _shape.M) * _layout.Ldc));

        internal MatrixSpan<T> C(Buffer<T> c) => _layout.ColumnMajorC ? c.Rows(_shape.N, _shape.M, _layout.Ldc).Transposed : c.Rows(_shape.M, _shape.N, _layout.Ldc);

        internal Action<int> Own(Buffer<T> c, Parallelism parallelism) => repetitions =>
        {
            MatrixSpan<T> product = C(c);
            ReadOnlyMatrixSpan<T> a = A, b = B;
            for (int i = 0; i < repetitions; i++)
            {
                Product.Multiply(product, a, b, parallelism);
            }
        };

        /// <summary>By rows, C = op(A)·op(B) is by columns Cᵀ = op(B)ᵀ·op(A)ᵀ with the operands where they lie.</summary>
        internal Action<int> Peer(Buffer<T> c, Blas<T> blas)
        {
            (int m, int n, int k) = (_shape.M, _shape.N, _shape.K);
            char ta = _layout.TransA ? 'T' : 'N', tb = _layout.TransB ? 'T' : 'N';
            Buffer<T> left = _a, right = _b;
            Layout layout = _layout;
            if (layout.ColumnMajorC)
            {
                return repetitions =>
                {
                    for (int i = 0; i < repetitions; i++)
                    {
                        blas.Gemm('T', 'T', m, n, k, left.Pointer, layout.Lda, right.Pointer, layout.Ldb, c.Pointer, layout.Ldc);
                    }
                };
            }

            return repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    blas.Gemm(tb, ta, n, m, k, right.Pointer, layout.Ldb, left.Pointer, layout.Lda, c.Pointer, layout.Ldc);
                }
            };
        }

        internal Action<int> MathNet()
        {
            NetLib.Matrix<T> a = MathNetMatrix.Copy<T>(A), b = MathNetMatrix.Copy<T>(B);
            NetLib.Matrix<T> c = NetLib.Matrix<T>.Build.Dense(_shape.M, _shape.N);
            return repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    a.Multiply(b, c);
                }
            };
        }

        internal Func<Agreement> Comparison(Contest contest, Buffer<T> own, Buffer<T> theirs) => () =>
        {
            foreach (Contestant contestant in contest.Contestants.Where(c => c.Name is Contest.FastBias or PeerSet.OpenBlas))
            {
                contestant.Run(1);
            }

            return new(Deviation.Relative<T>(C(own), C(theirs)), 4 * (_shape.K + 4) * Deviation.Epsilon<T>());
        };
    }
}
