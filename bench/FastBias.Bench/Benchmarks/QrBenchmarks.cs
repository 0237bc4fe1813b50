using System.Numerics;
using BenchmarkDotNet.Attributes;
using FastBias.Bench.Contests;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Benchmarks;

/// <summary>QR in place, with the thin Q, and with column pivoting.</summary>
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class QrBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows.</summary>
    [Params(8, 32, 100, 256, 1000, 10000)]
    public int M { get; set; }

    /// <summary>Columns: square up to 1000, then tall.</summary>
    public int N => M > 1000 ? 100 : M;

    /// <summary>The routine of LAPACK.</summary>
    [Params("geqrf", "geqrf+orgqr", "geqp3")]
    public string Routine { get; set; } = "geqrf";

    private protected override Contest Create(PeerSet peers)
    {
        Shape shape = new(M, N);
        return Routine switch
        {
            "geqrf" => QrContest.Create<T>(shape, peers),
            "geqp3" => QrContest.CreatePivoted<T>(shape, peers),
            _ => QrContest.CreateWithQ<T>(shape, peers),
        };
    }
}
