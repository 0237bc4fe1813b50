using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Contests;

/// <summary>A = Q·R in LAPACK's in-place form, with the thin Q, and with column pivoting, of a Gaussian A.</summary>
/// <remarks>Every side copies A first: all of them overwrite it.</remarks>
internal static unsafe class QrContest
{
    /// <summary>Math.NET takes part up to so many times fewer multiply-adds than in a product.</summary>
    private const double MathNetWork = 4;

    /// <summary>R and reflectors: <c>Qr.FactorInPlace</c> beside geqrf.</summary>
    internal static Contest Create<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (shape.M, shape.N);
        Contest contest = new() { Flops = Flops(m, n) };
        Operands<T> operands = new(contest, shape);
        Buffer<T> factors = contest.Keep(new Buffer<T>((long)m * n)), tau = contest.Keep(new Buffer<T>(operands.Rank));
        Buffer<T> workspace = contest.Keep(new Buffer<T>(Qr<T>.WorkspaceLength(m, n)));
        Action<int> InPlace(Parallelism parallelism) => repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                operands.A.Span.CopyTo(factors.Span);
                Qr<T>.FactorInPlace(factors.Rows(m, n, n), tau.Span, workspace.Span, parallelism);
            }
        };
        Action<int> ours = InPlace(peers.Parallelism);
        contest.Contestants.Add(new(Contest.FastBias, ours));
        if (peers.Native is { } library)
        {
            Action<int> theirs = operands.Geqrf(contest, new Lapack<T>(library), withQ: false);
            contest.Contestants.Add(new("geqrf", theirs));
            contest.Check = () =>
            {
                ours(1);
                theirs(1);
                return operands.CompareUpper(factors.Rows(m, n, n));
            };
        }

        if (peers.Threads > 1)
        {
            contest.Contestants.Add(new(GemmContest.OneThread, InPlace(Parallelism.Serial)));
        }

        return contest;
    }

    /// <summary>With the thin Q: <c>Qr.FactorInPlace</c> and <c>FormQInPlace</c> beside geqrf and orgqr; on several threads <c>Qr.Factor(a).Q</c>.</summary>
    internal static Contest CreateWithQ<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (shape.M, shape.N);
        Contest contest = new() { Flops = 2 * Flops(m, n) };
        Operands<T> operands = new(contest, shape);
        Buffer<T> factors = contest.Keep(new Buffer<T>((long)m * n)), tau = contest.Keep(new Buffer<T>(n));
        Buffer<T> workspace = contest.Keep(new Buffer<T>(Math.Max(Qr<T>.WorkspaceLength(m, n), Qr<T>.FormQWorkspaceLength(m, n))));
        Matrix<T>? q = null;
        void InPlace(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                operands.A.Span.CopyTo(factors.Span);
                Qr<T>.FactorInPlace(factors.Rows(m, n, n), tau.Span, workspace.Span);
                Qr<T>.FormQInPlace(factors.Rows(m, n, n), tau.Span, workspace.Span);
            }
        }

        void WithThreads(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                q = Qr<T>.Factor(operands.View, peers.Parallelism).Q;
            }
        }

        contest.Contestants.Add(new(Contest.FastBias, peers.Threads == 1 ? InPlace : WithThreads));
        if (peers.Native is { } library)
        {
            Action<int> theirs = operands.Geqrf(contest, new Lapack<T>(library), withQ: true);
            contest.Contestants.Add(new("geqrf+orgqr", theirs));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                theirs(1);
                return operands.CompareQ(q is null ? factors.Rows(m, n, n) : q);
            };
        }

        if (m >= n && shape.Cost * MathNetWork <= peers.MathNetLimit)
        {
            var matrix = MathNetMatrix.Copy<T>(operands.View);
            contest.Contestants.Add(new(PeerSet.MathNet, repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    _ = matrix.QR(global::MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
                }
            }));
        }

        return contest;
    }

    /// <summary>With column pivoting: <c>PivotedQr.FactorInPlace</c> beside geqp3.</summary>
    internal static Contest CreatePivoted<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (shape.M, shape.N);
        Contest contest = new() { Flops = Flops(m, n) };
        Operands<T> operands = new(contest, shape);
        Buffer<T> factors = contest.Keep(new Buffer<T>((long)m * n)), tau = contest.Keep(new Buffer<T>(operands.Rank));
        Buffer<T> workspace = contest.Keep(new Buffer<T>(PivotedQr<T>.WorkspaceLength(m, n)));
        int[] permutation = new int[n];
        void Own(int repetitions)
        {
            for (int i = 0; i < repetitions; i++)
            {
                operands.A.Span.CopyTo(factors.Span);
                PivotedQr<T>.FactorInPlace(factors.Rows(m, n, n), tau.Span, permutation, workspace.Span);
            }
        }

        contest.Contestants.Add(new(Contest.FastBias, Own));
        if (peers.Native is { } library)
        {
            Lapack<T> lapack = new(library);
            LapackWork<T> work = contest.Keep(lapack.PivotedQrWork(m, n));
            void Peer(int repetitions)
            {
                for (int i = 0; i < repetitions; i++)
                {
                    operands.ByColumns.Span.CopyTo(operands.Theirs.Span);
                    lapack.Geqp3(m, n, operands.Theirs.Pointer, operands.Tau.Pointer, work);
                }
            }

            contest.Contestants.Add(new("geqp3", Peer));
            contest.Check = () =>
            {
                Own(1);
                Peer(1);
                bool samePivots = Enumerable.Range(0, n).All(j => permutation[j] == work.IntegerSpan[j] - 1);
                return samePivots ? operands.CompareUpper(factors.Rows(m, n, n)) : operands.CompareVolume(factors.Rows(m, n, n));
            };
        }

        return contest;
    }

    /// <summary>2 l s² - 2/3 s³ with s the smaller dimension and l the larger.</summary>
    private static double Flops(int m, int n)
    {
        double smaller = Math.Min(m, n), larger = Math.Max(m, n);
        return smaller * smaller * ((2 * larger) - (2 * smaller / 3));
    }

    /// <summary>A by rows for FastBias and by columns for LAPACK, and LAPACK's results.</summary>
    private sealed class Operands<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly int _m, _n;

        internal Operands(Contest contest, Shape shape)
        {
            (_m, _n) = (shape.M, shape.N);
            long size = (long)_m * _n;
            A = contest.Keep(new Buffer<T>(size));
            ByColumns = contest.Keep(new Buffer<T>(size));
            Theirs = contest.Keep(new Buffer<T>(size));
            Tau = contest.Keep(new Buffer<T>(Rank));
            new RandomData(6).Fill(A.Span);
            A.Rows(_m, _n, _n).CopyTo(ByColumns.Columns(_m, _n));
        }

        internal int Rank => Math.Min(_m, _n);

        internal Buffer<T> A { get; }

        internal Buffer<T> ByColumns { get; }

        internal Buffer<T> Theirs { get; }

        internal Buffer<T> Tau { get; }

        internal ReadOnlyMatrixSpan<T> View => A.Rows(_m, _n, _n);

        /// <summary>Backward stable factors of a Gaussian matrix agree to its condition, which grows like its size.</summary>
        private double Tolerance => 200 * (Math.Max(_m, _n) + 10) * Deviation.Epsilon<T>();

        internal Action<int> Geqrf(Contest contest, Lapack<T> lapack, bool withQ)
        {
            LapackWork<T> work = contest.Keep(lapack.QrWork(_m, _n));
            return repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    ByColumns.Span.CopyTo(Theirs.Span);
                    lapack.Geqrf(_m, _n, Theirs.Pointer, Tau.Pointer, work);
                    if (withQ)
                    {
                        lapack.Orgqr(_m, Rank, Theirs.Pointer, Tau.Pointer, work);
                    }
                }
            };
        }

        /// <summary>|R| against |R|: the signs of rows are free.</summary>
        internal Agreement CompareUpper(ReadOnlyMatrixSpan<T> own)
        {
            Matrix<T> mine = Upper(own), peer = Upper(Theirs.Columns(_m, _n));
            return new(Deviation.Relative<T>(mine, peer, magnitudes: true), Tolerance);
        }

        /// <summary>|Q| against |Q|: the signs of columns are free.</summary>
        internal Agreement CompareQ(ReadOnlyMatrixSpan<T> q) => new(Deviation.Relative<T>(q, Theirs.Columns(_m, _n).Slice(0, 0, _m, Rank), magnitudes: true), Tolerance);

        /// <summary>A near tie may be decided either way; the volume Π|r_jj| is the same all the same (m ≥ n).</summary>
        internal Agreement CompareVolume(ReadOnlyMatrixSpan<T> own) =>
            new(Math.Abs(LogVolume(own) - LogVolume(Theirs.Columns(_m, _n))) / Rank, Tolerance);

        private double LogVolume(ReadOnlyMatrixSpan<T> factors)
        {
            double sum = 0;
            for (int j = 0; j < Rank; j++)
            {
                sum += Math.Log(Math.Abs(double.CreateTruncating(factors[j, j])));
            }

            return sum;
        }

        private Matrix<T> Upper(ReadOnlyMatrixSpan<T> factors)
        {
            Matrix<T> upper = new(Rank, _n);
            for (int i = 0; i < Rank; i++)
            {
                for (int j = i; j < _n; j++)
                {
                    upper[i, j] = factors[i, j];
                }
            }

            return upper;
        }
    }
}
