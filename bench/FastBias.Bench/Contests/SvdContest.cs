using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;
using NetLib = MathNet.Numerics.LinearAlgebra;

namespace FastBias.Bench.Contests;

/// <summary>A = U·diag(s)·Vᵀ, thin, of a Gaussian A; each peer in its own contest, because gesvj takes ten times as long.</summary>
/// <remarks>Both sides write into memory that is at hand and work in a workspace of theirs: <c>Svd.FactorInto</c> reads A, LAPACK's routines overwrite a copy.</remarks>
internal static unsafe class SvdContest
{
    /// <summary>Math.NET takes part up to so many times fewer multiply-adds than in a product.</summary>
    private const double MathNetWork = 30;

    /// <summary>The contest with <paramref name="peer"/>: "gesdd", "gesdd(N)" (values alone), "gejsv" or "gesvj".</summary>
    internal static Contest Create<T>(string peer, Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool values = peer == "gesdd(N)";
        SvdOptions options = new() { Vectors = values ? SvdVectors.None : SvdVectors.Thin };
        Contest contest = new();
        Operands<T> operands = new(contest, shape);
        OwnFactors<T> factors = new(contest, shape, options.Vectors);
        Action<int> Own(Parallelism parallelism) => repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                factors.Compute(operands.A.Rows(shape.M, shape.N, shape.N), options, parallelism);
            }
        };
        contest.Contestants.Add(new(Contest.FastBias, Own(peers.Parallelism)));
        if (peers.Native is { } library)
        {
            Action<int> theirs = operands.Peer(contest, peer, new Lapack<T>(library));
            contest.Contestants.Add(new(peer, theirs));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                theirs(1);
                return operands.Compare(factors);
            };
        }

        if (peers.Threads > 1)
        {
            contest.Contestants.Add(new(GemmContest.OneThread, Own(Parallelism.Serial)));
        }

        if (peer.StartsWith("gesdd", StringComparison.Ordinal) && shape.Cost * MathNetWork <= peers.MathNetLimit)
        {
            NetLib.Matrix<T> matrix = MathNetMatrix.Copy<T>(operands.A.Rows(shape.M, shape.N, shape.N));
            contest.Contestants.Add(new(PeerSet.MathNet, repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    _ = matrix.Svd(!values);
                }
            }));
        }

        return contest;
    }

    /// <summary>The k largest triplets at random, seeded, of an A whose singular values fall by a tenth each, beside all of them by gesdd.</summary>
    internal static Contest CreateTruncated<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Contest contest = new();
        Operands<T> operands = new(contest, shape, 0.9);
        Matrix<T> a = Matrix<T>.Copy(operands.A.Rows(shape.M, shape.N, shape.N));
        RandomizedSvdOptions options = new() { Parallelism = peers.Parallelism };
        T[] last = [];
        contest.Contestants.Add(new(Contest.FastBias, repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                last = RandomizedSvd.Factor(a, shape.K, options).S;
            }
        }));
        if (peers.Native is { } library)
        {
            Action<int> theirs = operands.Peer(contest, "gesdd", new Lapack<T>(library));
            contest.Contestants.Add(new("gesdd", theirs));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                theirs(1);
                return new(Deviation.Relative<T>(last, operands.Values[..shape.K]), Math.Max(1e-5, 100 * Deviation.Epsilon<T>()));
            };
        }

        return contest;
    }

    /// <summary>The singular values of a matrix by one of LAPACK's routines.</summary>
    internal static double[] Values(string peer, Matrix<double> a, OpenBlasLibrary library)
    {
        using Contest contest = new();
        Operands<double> operands = new(contest, new Shape(a.Rows, a.Columns));
        operands.Set(a);
        operands.Peer(contest, peer, new Lapack<double>(library))(1);
        return operands.Values.ToArray();
    }

    /// <summary>A by rows for FastBias and by columns for LAPACK, and LAPACK's results.</summary>
    private sealed class Operands<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly int _m, _n, _k;
        private readonly Buffer<T> _byColumns, _overwritten, _s;

        /// <summary>Random numbers, column j times decay^j.</summary>
        internal Operands(Contest contest, Shape shape, double decay = 1)
        {
            (_m, _n, _k) = (shape.M, shape.N, Math.Min(shape.M, shape.N));
            long size = (long)_m * _n;
            A = contest.Keep(new Buffer<T>(size));
            _byColumns = contest.Keep(new Buffer<T>(size));
            _overwritten = contest.Keep(new Buffer<T>(size));
            _s = contest.Keep(new Buffer<T>(_k));
            new RandomData(5).Fill(A.Span);
            MatrixSpan<T> columns = A.Rows(_m, _n, _n);
            double factor = 1;
            for (int j = 0; decay < 1 && j < _n; j++, factor *= decay)
            {
                for (int i = 0; i < _m; i++)
                {
                    columns[i, j] *= T.CreateTruncating(factor);
                }
            }

            Set(columns);
        }

        /// <summary>LAPACK's singular values.</summary>
        internal Span<T> Values => _s.Span;

        /// <summary>What the peer factors.</summary>
        internal void Set(ReadOnlyMatrixSpan<T> a) => a.CopyTo(_byColumns.Columns(_m, _n));

        internal Buffer<T> A { get; }

        /// <summary>Each repetition starts from a fresh copy: every one of these routines destroys A.</summary>
        internal Action<int> Peer(Contest contest, string name, Lapack<T> lapack)
        {
            char job = name == "gesdd(N)" ? 'N' : 'S';
            Buffer<T> u = contest.Keep(new Buffer<T>((long)_m * _k)), v = contest.Keep(new Buffer<T>((long)_n * _n));
            LapackWork<T> work = contest.Keep(name switch
            {
                "gesvj" => Lapack<T>.GesvjWork(_m, _n),
                "gejsv" => Lapack<T>.GejsvWork(_m, _n),
                _ => lapack.GesddWork(job, _m, _n),
            });
            Action call = name switch
            {
                "gesvj" => () => lapack.Gesvj(_m, _n, _overwritten.Pointer, _s.Pointer, v.Pointer, work),
                "gejsv" => () => lapack.Gejsv(_m, _n, _overwritten.Pointer, _s.Pointer, u.Pointer, v.Pointer, work),
                _ => () => lapack.Gesdd(job, _m, _n, _overwritten.Pointer, _s.Pointer, u.Pointer, v.Pointer, work),
            };
            return repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    _byColumns.Span.CopyTo(_overwritten.Span);
                    call();
                }
            };
        }

        /// <summary>The singular values against LAPACK's, and U·diag(s)·Vᵀ against A.</summary>
        internal Agreement Compare(OwnFactors<T> own)
        {
            double error = own.Status == Status.Success ? Deviation.Relative<T>(own.Values, _s.Span) : double.PositiveInfinity;
            if (own.HasVectors)
            {
                error = Math.Max(error, Deviation.Relative<T>(own.Reconstruct(), A.Rows(_m, _n, _n)));
            }

            return new(error, 4 * (_k + 10) * Deviation.Epsilon<T>());
        }
    }

    /// <summary>The factors of <c>Svd.FactorInto</c> and its workspace.</summary>
    private sealed class OwnFactors<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly int _m, _n, _k;
        private readonly Buffer<T> _u, _s, _vt, _workspace;

        internal OwnFactors(Contest contest, Shape shape, SvdVectors vectors)
        {
            (_m, _n, _k) = (shape.M, shape.N, Math.Min(shape.M, shape.N));
            HasVectors = vectors != SvdVectors.None;
            _u = contest.Keep(new Buffer<T>(HasVectors ? (long)_m * _k : 0));
            _s = contest.Keep(new Buffer<T>(_k));
            _vt = contest.Keep(new Buffer<T>(HasVectors ? (long)_k * _n : 0));
            _workspace = contest.Keep(new Buffer<T>(Svd<T>.WorkspaceLength(_m, _n, vectors)));
        }

        internal bool HasVectors { get; }

        /// <summary>The status of the last computation.</summary>
        internal Status Status { get; private set; }

        internal Span<T> Values => _s.Span;

        private MatrixSpan<T> U => HasVectors ? _u.Rows(_m, _k, _k) : default;

        private MatrixSpan<T> Vt => HasVectors ? _vt.Rows(_k, _n, _n) : default;

        internal void Compute(ReadOnlyMatrixSpan<T> a, SvdOptions options, Parallelism parallelism) =>
            Status = Svd<T>.FactorInto(a, U, Values, Vt, _workspace.Span, options, parallelism).Status;

        /// <summary>U·diag(s)·Vᵀ.</summary>
        internal Matrix<T> Reconstruct()
        {
            Matrix<T> scaled = Matrix<T>.Copy(Vt), product = new(_m, _n);
            for (int k = 0; k < _k; k++)
            {
                foreach (ref T element in scaled.Row(k))
                {
                    element *= Values[k];
                }
            }

            Product.Multiply<T>(product.AsSpan(), U, scaled);
            return product;
        }
    }
}
