using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Contests;

/// <summary>Factorizations of many small matrices by one call of a declared kernel, beside one call of LAPACK for each.</summary>
/// <remarks>Every side copies the matrices first where it overwrites them. The shape's third dimension is the number of matrices.</remarks>
internal static unsafe class BatchContest
{
    /// <summary>3 x 3: U, s and Vᵀ.</summary>
    internal static Contest CreateSvd<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = shape.K, size = 9;
        Contest contest = new();
        Operands<T> own = new(contest, count * size, symmetric: 0), theirs = new(contest, count * size, symmetric: 0);
        int[] status = new int[count];
        Action<int> run = typeof(T) == typeof(double)
            ? repetitions =>
            {
                Operands<double> o = (Operands<double>)(object)own;
                for (int i = 0; i < repetitions; i++)
                {
                    FixedKernels.Svd(o.A.Span, o.First.Span, o.Second.Span[..(3 * count)], o.Third.Span, status);
                }
            }
            : repetitions =>
            {
                Operands<float> o = (Operands<float>)(object)own;
                for (int i = 0; i < repetitions; i++)
                {
                    FixedKernels.Svd(o.A.Span, o.First.Span, o.Second.Span[..(3 * count)], o.Third.Span, status);
                }
            };
        contest.Contestants.Add(new(Contest.FastBias, run));
        if (peers.Native is { } library)
        {
            Lapack<T> lapack = new(library);
            LapackWork<T> work = contest.Keep(lapack.GesddWork('S', 3, 3));
            contest.Contestants.Add(new("gesdd", repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    theirs.A.Span.CopyTo(theirs.Copy.Span);
                    for (int k = 0; k < count; k++)
                    {
                        lapack.Gesdd('S', 3, 3, theirs.Copy.Pointer + (k * size), theirs.Second.Pointer + (3 * k), theirs.First.Pointer + (k * size), theirs.Third.Pointer + (k * size), work);
                    }
                }
            }));
            contest.Check = () => Compare<T>(contest, own.Second.Span[..(3 * count)], theirs.Second.Span[..(3 * count)]);
        }

        return contest;
    }

    /// <summary>6 x 6: the lower factor in place.</summary>
    internal static Contest CreateCholesky<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = shape.K, size = 36;
        Contest contest = new();
        Operands<T> own = new(contest, count * size, symmetric: 6), theirs = new(contest, count * size, symmetric: 6);
        int[] failed = new int[count];
        contest.Contestants.Add(new(Contest.FastBias, repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                own.A.Span.CopyTo(own.Copy.Span);
                if (typeof(T) == typeof(double))
                {
                    FixedKernels.Cholesky(new Span<double>(own.Copy.Pointer, own.Copy.Length), failed);
                }
                else
                {
                    FixedKernels.Cholesky(new Span<float>(own.Copy.Pointer, own.Copy.Length), failed);
                }
            }
        }));
        if (peers.Native is { } library)
        {
            Lapack<T> lapack = new(library);
            contest.Contestants.Add(new("potrf", repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    theirs.A.Span.CopyTo(theirs.Copy.Span);
                    for (int k = 0; k < count; k++)
                    {
                        lapack.Potrf(6, theirs.Copy.Pointer + (k * size));
                    }
                }
            }));
            contest.Check = () => Compare<T>(contest, own.Copy.Span, theirs.Copy.Span);
        }

        return contest;
    }

    /// <summary>4 x 4: R and the reflectors in place, LAPACK's of the transposes; R's diagonals are not comparable, so the peer gets transposed copies.</summary>
    internal static Contest CreateQr<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = shape.K, size = 16;
        Contest contest = new();
        Operands<T> own = new(contest, count * size, symmetric: 0), theirs = new(contest, count * size, symmetric: 0);
        contest.Contestants.Add(new(Contest.FastBias, repetitions =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                own.A.Span.CopyTo(own.Copy.Span);
                if (typeof(T) == typeof(double))
                {
                    FixedKernels.Qr(new Span<double>(own.Copy.Pointer, own.Copy.Length), new Span<double>(own.Second.Pointer, 4 * count));
                }
                else
                {
                    FixedKernels.Qr(new Span<float>(own.Copy.Pointer, own.Copy.Length), new Span<float>(own.Second.Pointer, 4 * count));
                }
            }
        }));
        if (peers.Native is { } library)
        {
            Lapack<T> lapack = new(library);
            LapackWork<T> work = contest.Keep(lapack.QrWork(4, 4));
            for (int k = 0; k < count; k++)
            {
                own.A.Span.Slice(k * size, size).CopyTo(theirs.A.Span[(k * size)..]);
                Transpose(theirs.A.Span.Slice(k * size, size), 4);
            }

            contest.Contestants.Add(new("geqrf", repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    theirs.A.Span.CopyTo(theirs.Copy.Span);
                    for (int k = 0; k < count; k++)
                    {
                        lapack.Geqrf(4, 4, theirs.Copy.Pointer + (k * size), theirs.Second.Pointer + (4 * k), work);
                    }
                }
            }));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                contest.Contestants[1].Run(1);
                for (int k = 0; k < count; k++)
                {
                    Transpose(theirs.Copy.Span.Slice(k * size, size), 4);
                }

                return new(Deviation.Relative<T>(own.Copy.Span, theirs.Copy.Span), 200 * Deviation.Epsilon<T>());
            };
        }

        return contest;
    }

    private static Agreement Compare<T>(Contest contest, Span<T> own, Span<T> theirs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        contest.Contestants[0].Run(1);
        contest.Contestants[1].Run(1);
        return new(Deviation.Relative<T>(own, theirs), 200 * Deviation.Epsilon<T>());
    }

    private static void Transpose<T>(Span<T> a, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (a[(i * n) + j], a[(j * n) + i]) = (a[(j * n) + i], a[(i * n) + j]);
            }
        }
    }

    /// <summary>The matrices, a copy to be overwritten, and three results of any kind.</summary>
    private sealed class Operands<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal Operands(Contest contest, int length, int symmetric)
        {
            (A, Copy) = (contest.Keep(new Buffer<T>(length)), contest.Keep(new Buffer<T>(length)));
            (First, Second, Third) = (contest.Keep(new Buffer<T>(length)), contest.Keep(new Buffer<T>(length)), contest.Keep(new Buffer<T>(length)));
            new RandomData(9).Fill(A.Span);
            for (int start = 0; symmetric > 0 && start < length; start += symmetric * symmetric)
            {
                MakeDominant(A.Span.Slice(start, symmetric * symmetric), symmetric);
            }
        }

        internal Buffer<T> A { get; }

        internal Buffer<T> Copy { get; }

        internal Buffer<T> First { get; }

        internal Buffer<T> Second { get; }

        internal Buffer<T> Third { get; }

        private static void MakeDominant(Span<T> a, int n)
        {
            for (int i = 0; i < n; i++)
            {
                a[i * (n + 1)] = T.CreateChecked(4 * n);
                for (int j = 0; j < i; j++)
                {
                    a[(j * n) + i] = a[(i * n) + j];
                }
            }
        }
    }
}
