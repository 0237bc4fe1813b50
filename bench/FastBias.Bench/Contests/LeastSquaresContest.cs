using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Contests;

/// <summary>min ‖A·X - B‖ of a Gaussian A with the default method, certificate included, beside gelsd or gelsy.</summary>
internal static unsafe class LeastSquaresContest
{
    /// <summary>Math.NET takes part up to so many times fewer multiply-adds than in a product.</summary>
    private const double MathNetWork = 4;

    /// <summary>The contest with <paramref name="peer"/>, "gelsd" or "gelsy"; the third dimension counts right-hand sides.</summary>
    internal static Contest Create<T>(string peer, Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n, int k) = (shape.M, shape.N, shape.K);
        Contest contest = new();
        Buffer<T> a = contest.Keep(new Buffer<T>((long)m * n)), b = contest.Keep(new Buffer<T>((long)m * k));
        RandomData random = new(7);
        random.Fill(a.Span);
        random.Fill(b.Span);
        Matrix<T>? x = null;
        Action<int> Own(Parallelism parallelism)
        {
            LeastSquaresOptions<T> options = new() { Parallelism = parallelism };
            return repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    x = LeastSquares.Solve<T>(a.Rows(m, n, n), b.Rows(m, k, k), options).X;
                }
            };
        }

        contest.Contestants.Add(new(Contest.FastBias, Own(peers.Parallelism)));
        if (peers.Native is { } library)
        {
            Native<T> native = new(contest, new Lapack<T>(library), shape, a.Rows(m, n, n), b.Rows(m, k, k));
            Action<int> theirs = peer == "gelsd" ? native.Gelsd(contest) : native.Gelsy(contest);
            contest.Contestants.Add(new(peer, theirs));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                theirs(1);
                return native.Compare(x!, contest);
            };
        }

        if (peers.Threads > 1)
        {
            contest.Contestants.Add(new(GemmContest.OneThread, Own(Parallelism.Serial)));
        }

        if (m >= n && shape.Cost / k * Math.Min(m, n) * MathNetWork <= peers.MathNetLimit)
        {
            var matrix = MathNetMatrix.Copy<T>(a.Rows(m, n, n));
            var sides = MathNetMatrix.Copy<T>(b.Rows(m, k, k));
            contest.Contestants.Add(new(PeerSet.MathNet, repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    _ = matrix.QR(global::MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Solve(sides);
                }
            }));
        }

        return contest;
    }

    /// <summary>The same problem by columns, with room for x in B (max(m, n) rows), as LAPACK wants it.</summary>
    private sealed class Native<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly int _m, _n, _sides;
        private readonly Lapack<T> _lapack;
        private readonly Buffer<T> _a, _b, _factored, _solved, _s;

        internal Native(Contest contest, Lapack<T> lapack, Shape shape, ReadOnlyMatrixSpan<T> a, ReadOnlyMatrixSpan<T> b)
        {
            (_m, _n, _sides) = (shape.M, shape.N, shape.K);
            _lapack = lapack;
            int rows = Math.Max(_m, _n);
            _a = contest.Keep(new Buffer<T>((long)_m * _n));
            _factored = contest.Keep(new Buffer<T>((long)_m * _n));
            _b = contest.Keep(new Buffer<T>((long)rows * _sides));
            _solved = contest.Keep(new Buffer<T>((long)rows * _sides));
            _s = contest.Keep(new Buffer<T>(Math.Min(_m, _n)));
            a.CopyTo(_a.Columns(_m, _n));
            b.CopyTo(_b.Columns(rows, _sides).Slice(0, 0, _m, _sides));
        }

        internal Action<int> Gelsd(Contest contest)
        {
            LapackWork<T> work = contest.Keep(_lapack.GelsdWork(_m, _n, _sides));
            return repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    Restore();
                    _lapack.Gelsd(_m, _n, _sides, _factored.Pointer, _solved.Pointer, _s.Pointer, work);
                }
            };
        }

        internal Action<int> Gelsy(Contest contest)
        {
            LapackWork<T> work = contest.Keep(_lapack.GelsyWork(_m, _n, _sides));
            return repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    Restore();
                    _lapack.Gelsy(_m, _n, _sides, _factored.Pointer, _solved.Pointer, work);
                }
            };
        }

        /// <summary>Solutions agree to the condition of A (squared for a residual that is not small), which gelsd tells.</summary>
        internal Agreement Compare(ReadOnlyMatrixSpan<T> own, Contest contest)
        {
            double error = Deviation.Relative<T>(own, _solved.Columns(Math.Max(_m, _n), _sides).Slice(0, 0, _n, _sides));
            Gelsd(contest)(1);
            double condition = double.CreateTruncating(_s.Span[0] / _s.Span[^1]);
            return new(error, 20 * Math.Sqrt(Math.Max(_m, _n)) * condition * (_m > _n ? condition : 1) * Deviation.Epsilon<T>());
        }

        private void Restore()
        {
            _a.Span.CopyTo(_factored.Span);
            _b.Span.CopyTo(_solved.Span);
        }
    }
}
