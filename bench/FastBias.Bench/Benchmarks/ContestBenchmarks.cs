using System.Numerics;
using BenchmarkDotNet.Attributes;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Benchmarks;

/// <summary>The contests of <c>ratios</c> as BenchmarkDotNet sees them: one method per contestant, OpenBLAS/LAPACK as baseline.</summary>
/// <remarks>Contestants loop inside; BenchmarkDotNet calls with one repetition and subtracts its own overhead.</remarks>
[MemoryDiagnoser]
public abstract class ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Contest? _contest;
    private Action<int> _own = _ => { }, _peer = _ => { };

    /// <summary>The operands and the contestants; the first is FastBias, the second the native peer.</summary>
    private protected abstract Contest Create(PeerSet peers);

    /// <summary>Builds the contest and compares the results once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        PeerSet peers = new(1, 0);
        _contest = Create(peers);
        if (_contest.Check?.Invoke() is { Holds: false } difference)
        {
            throw new InvalidOperationException($"Results differ by {difference.Error:E1}, allowed {difference.Tolerance:E1}.");
        }

        _own = _contest.Contestants[0].Run;
        _peer = peers.Native is null ? _ => throw new InvalidOperationException(peers.Message) : _contest.Contestants[1].Run;
    }

    /// <summary>Frees the operands.</summary>
    [GlobalCleanup]
    public void Cleanup() => _contest?.Dispose();

    /// <summary>FastBias.</summary>
    [Benchmark]
    public void FastBias() => _own(1);

    /// <summary>OpenBLAS or its LAPACK.</summary>
    [Benchmark(Baseline = true)]
    public void OpenBlas() => _peer(1);
}
