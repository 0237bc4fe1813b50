using System.Numerics;
using BenchmarkDotNet.Attributes;
using FastBias.Bench.Contests;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;

namespace FastBias.Bench.Benchmarks;

/// <summary>Least squares with the default method, one right-hand side: square, tall and wide.</summary>
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class LeastSquaresBenchmarks<T> : ContestBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows and columns.</summary>
    [Params("16x16", "100x100", "500x500", "442x10", "1000x100", "10000x100", "100x1000")]
    public string Size { get; set; } = "16x16";

    /// <summary>The routine of LAPACK.</summary>
    [Params("gelsd", "gelsy")]
    public string Routine { get; set; } = "gelsd";

    private protected override Contest Create(PeerSet peers)
    {
        int[] size = [.. Size.Split('x').Select(int.Parse)];
        return LeastSquaresContest.Create<T>(Routine, new(size[0], size[1], 1), peers);
    }
}
