using System.Numerics;
using BenchmarkDotNet.Attributes;
using FastBias.Bench.Contests;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;

namespace FastBias.Bench.Benchmarks;

/// <summary>The thin SVD (or the values alone) beside gesdd, and beside the Jacobi routines of LAPACK.</summary>
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class SvdBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows.</summary>
    [Params(16, 32, 64, 100, 200, 1000)]
    public int M { get; set; }

    /// <summary>Columns, at most <see cref="M"/>.</summary>
    public int N => Math.Min(M, 200);

    /// <summary>The routine of LAPACK; "gesdd(N)" computes values alone.</summary>
    [Params("gesdd", "gesdd(N)", "gejsv", "gesvj")]
    public string Routine { get; set; } = "gesdd";

    private protected override Contest Create(PeerSet peers) => SvdContest.Create<T>(Routine, new(M, N), peers);
}
