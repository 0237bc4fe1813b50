using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;
using NetLib = MathNet.Numerics.LinearAlgebra;

namespace FastBias.Bench.Contests;

/// <summary>C = A·B, or A·Bᵀ, by the kernel declared for exactly that shape, beside OpenBLAS and Math.NET.</summary>
internal static unsafe class FixedGemmContest
{
    /// <summary>The contest for n x n x n, n from 2 to 12; of the variant NT, four of them.</summary>
    internal static Contest Create<T>(Shape shape, PeerSet peers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = shape.N, size = n * n;
        bool transposed = shape.Variant == "NT";
        Contest contest = new() { Flops = 2.0 * size * n, HasOwnLoop = true };
        Buffer<T> a = contest.Keep(new Buffer<T>(size)), b = contest.Keep(new Buffer<T>(size)), own = contest.Keep(new Buffer<T>(size));
        RandomData random = new(8);
        random.Fill(a.Span);
        random.Fill(b.Span);
        contest.Contestants.Add(new(Contest.FastBias, typeof(T) == typeof(double)
            ? Double(transposed ? -n : n, (double*)a.Pointer, (double*)b.Pointer, (double*)own.Pointer)
            : Single(transposed ? -n : n, (float*)a.Pointer, (float*)b.Pointer, (float*)own.Pointer)));
        if (peers.Native is { } library)
        {
            Blas<T> blas = new(library);
            Buffer<T> theirs = contest.Keep(new Buffer<T>(size));
            void Peer(int repetitions)
            {
                for (int i = 0; i < repetitions; i++)
                {
                    blas.Gemm(transposed ? 'T' : 'N', 'N', n, n, n, b.Pointer, n, a.Pointer, n, theirs.Pointer, n);
                }
            }

            contest.Contestants.Add(new(PeerSet.OpenBlas, Peer));
            contest.Check = () =>
            {
                contest.Contestants[0].Run(1);
                Peer(1);
                return new(Deviation.Relative<T>(own.Span, theirs.Span), 4 * (n + 4) * Deviation.Epsilon<T>());
            };
        }

        if (!transposed)
        {
            NetLib.Matrix<T> left = MathNetMatrix.Copy<T>(a.Rows(n, n, n)), right = MathNetMatrix.Copy<T>(b.Rows(n, n, n)), product = left * right;
            contest.Contestants.Add(new(PeerSet.MathNet, repetitions =>
            {
                for (int i = 0; i < repetitions; i++)
                {
                    left.Multiply(right, product);
                }
            }));
        }

        return contest;
    }

    /// <summary>One loop per kernel: the call in it is direct, as it is in a user's program. A negative size means A·Bᵀ.</summary>
    private static Action<int> Double(int n, double* a, double* b, double* c) => n switch
    {
        2 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double2(new(a, 4), new(b, 4), new(c, 4)); } },
        3 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double3(new(a, 9), new(b, 9), new(c, 9)); } },
        4 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double4(new(a, 16), new(b, 16), new(c, 16)); } },
        5 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double5(new(a, 25), new(b, 25), new(c, 25)); } },
        6 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double6(new(a, 36), new(b, 36), new(c, 36)); } },
        7 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double7(new(a, 49), new(b, 49), new(c, 49)); } },
        8 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double8(new(a, 64), new(b, 64), new(c, 64)); } },
        9 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double9(new(a, 81), new(b, 81), new(c, 81)); } },
        10 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double10(new(a, 100), new(b, 100), new(c, 100)); } },
        11 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double11(new(a, 121), new(b, 121), new(c, 121)); } },
        12 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double12(new(a, 144), new(b, 144), new(c, 144)); } },
        -4 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double4Transposed(new(a, 16), new(b, 16), new(c, 16)); } },
        -6 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double6Transposed(new(a, 36), new(b, 36), new(c, 36)); } },
        -8 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double8Transposed(new(a, 64), new(b, 64), new(c, 64)); } },
        -12 => count => { for (int i = 0; i < count; i++) { FixedKernels.Double12Transposed(new(a, 144), new(b, 144), new(c, 144)); } },
        _ => throw new ArgumentOutOfRangeException(nameof(n), n, "No kernel was declared for this size."),
    };

    /// <summary>One loop per kernel: the call in it is direct, as it is in a user's program. A negative size means A·Bᵀ.</summary>
    private static Action<int> Single(int n, float* a, float* b, float* c) => n switch
    {
        2 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single2(new(a, 4), new(b, 4), new(c, 4)); } },
        3 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single3(new(a, 9), new(b, 9), new(c, 9)); } },
        4 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single4(new(a, 16), new(b, 16), new(c, 16)); } },
        5 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single5(new(a, 25), new(b, 25), new(c, 25)); } },
        6 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single6(new(a, 36), new(b, 36), new(c, 36)); } },
        7 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single7(new(a, 49), new(b, 49), new(c, 49)); } },
        8 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single8(new(a, 64), new(b, 64), new(c, 64)); } },
        9 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single9(new(a, 81), new(b, 81), new(c, 81)); } },
        10 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single10(new(a, 100), new(b, 100), new(c, 100)); } },
        11 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single11(new(a, 121), new(b, 121), new(c, 121)); } },
        12 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single12(new(a, 144), new(b, 144), new(c, 144)); } },
        -4 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single4Transposed(new(a, 16), new(b, 16), new(c, 16)); } },
        -6 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single6Transposed(new(a, 36), new(b, 36), new(c, 36)); } },
        -8 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single8Transposed(new(a, 64), new(b, 64), new(c, 64)); } },
        -12 => count => { for (int i = 0; i < count; i++) { FixedKernels.Single12Transposed(new(a, 144), new(b, 144), new(c, 144)); } },
        _ => throw new ArgumentOutOfRangeException(nameof(n), n, "No kernel was declared for this size."),
    };
}
