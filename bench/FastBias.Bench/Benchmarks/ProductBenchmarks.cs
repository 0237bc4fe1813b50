using System.Numerics;
using BenchmarkDotNet.Attributes;
using FastBias.Bench.Contests;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;

namespace FastBias.Bench.Benchmarks;

/// <summary>C = op(A)·op(B), n x n x n.</summary>
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class GemmBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The size.</summary>
    [Params(4, 8, 16, 32, 64, 100, 128, 256, 512, 1000)]
    public int N { get; set; }

    /// <summary>Transposes; empty for none.</summary>
    [Params("", "TN")]
    public string Variant { get; set; } = "";

    private protected override Contest Create(PeerSet peers) => GemmContest.Create<T>(new(N, N, N, Variant), peers);
}

/// <summary>y = A·x and y = Aᵀ·x, n x n.</summary>
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class GemvBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The size.</summary>
    [Params(16, 64, 200, 1000, 4000)]
    public int N { get; set; }

    /// <summary>"T" for the transpose.</summary>
    [Params("", "T")]
    public string Variant { get; set; } = "";

    private protected override Contest Create(PeerSet peers) => GemvContest.Create<T>(new(N, N, 0, Variant), peers);
}
