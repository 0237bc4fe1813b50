using System.Text.Json.Serialization;
using FastBias.Bench.Machine;
using FastBias.Bench.Measure;

namespace FastBias.Bench.Results;

/// <summary>One run of <c>ratios</c>: what was measured, on what, with what.</summary>
/// <param name="Schema">The version of this format.</param>
/// <param name="Taken">When, in UTC.</param>
/// <param name="Quick">Whether it was a thinned run, whose figures say little.</param>
/// <param name="Threads">Threads of every contestant.</param>
/// <param name="Isa">The vector width that FastBias ran at.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Peers">The peers and their versions.</param>
/// <param name="PeakGflops">Fused multiply-adds of one core at this width, GFLOP/s by type: the best of the run.</param>
/// <param name="Rows">The rows.</param>
internal sealed record RunResult(
    int Schema, DateTime Taken, bool Quick, int Threads, string Isa, MachineInfo Machine, PeerInfo Peers,
    IReadOnlyDictionary<string, double> PeakGflops, IReadOnlyList<RowResult> Rows)
{
    /// <summary>The version written today.</summary>
    internal const int CurrentSchema = 1;
}

/// <summary>The peers. OpenBLAS's fields are null where it was not found.</summary>
internal sealed record PeerInfo(string? OpenBlas, string? OpenBlasCore, double? NativeCallNanoseconds, string MathNet);

/// <summary>A measured row.</summary>
internal sealed record RowResult(
    string Suite, string Name, string Type, string Against, double? Must, double? Aim, double MinimumFactor,
    double? ShareMust, double? ShareAim, int ShareFrom, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>What makes it the same row in another run.</summary>
    [JsonIgnore]
    public string Key => $"{Suite} | {Name} | {Type} | {Against}";

    /// <summary>The geometric mean of the ratios; null without a peer.</summary>
    public double? GeometricMean => Ratios is { Length: > 0 } ratios ? Statistics.GeometricMean(ratios) : null;

    /// <summary>The smallest ratio.</summary>
    public double? Minimum => Ratios is { Length: > 0 } ratios ? ratios.Min() : null;

    /// <summary>The geometric mean of the shares of the FMA peak.</summary>
    public double? Share => Shares is { Length: > 0 } shares ? Statistics.GeometricMean(shares) : null;

    /// <summary>The verdict on all that is demanded of the row.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
    public Verdict Verdict
    {
        get
        {
            if (Cases.Any(c => c.Failure is not null))
            {
                return Verdict.Wrong;
            }

            if (Must is null || GeometricMean is not { } mean || Minimum is not { } minimum)
            {
                return Verdict.Informs;
            }

            bool must = mean >= Must && minimum >= Must * MinimumFactor && (ShareMust is null || Share >= ShareMust);
            bool aim = must && (Aim is null || mean >= Aim) && (ShareAim is null || Share >= ShareAim);
            return aim ? Verdict.Aim : must ? Verdict.Must : Verdict.Below;
        }
    }

    private double[] Ratios => [.. Cases.Where(c => c.Ratio is not null).Select(c => c.Ratio!.Value)];

    private double[] Shares => [.. Cases.Where(c => c.Share is not null && c.Size >= ShareFrom).Select(c => c.Share!.Value)];
}

/// <summary>One shape of a row.</summary>
/// <param name="Shape">As printed.</param>
/// <param name="Size">Its smallest dimension, for limits such as "from n = 24".</param>
/// <param name="Seconds">The best time of each contestant, per unit of work.</param>
/// <param name="Ratio">Peer's best time / FastBias's best time; above 1 FastBias is faster.</param>
/// <param name="MedianRatio">The same of the medians; far from <paramref name="Ratio"/> on a noisy machine.</param>
/// <param name="Gflops">FastBias's rate.</param>
/// <param name="Share">Its share of the FMA peak of all threads, measured in turns with it.</param>
/// <param name="Error">How far FastBias's result lay from the peer's.</param>
/// <param name="Failure">Why nothing was timed, or null.</param>
internal sealed record CaseResult(
    string Shape, int Size, IReadOnlyDictionary<string, double> Seconds, double? Ratio, double? MedianRatio,
    double? Gflops, double? Share, double? Error, string? Failure = null)
{
    /// <summary>How far the two ratios are apart, as a factor minus 1.</summary>
    [JsonIgnore]
    public double Noise => Ratio is { } best && MedianRatio is { } median ? Math.Exp(Math.Abs(Math.Log(best / median))) - 1 : 0;
}

/// <summary>What a row came to.</summary>
internal enum Verdict
{
    /// <summary>Nothing is demanded, or there was no peer.</summary>
    Informs,

    /// <summary>Must and aim are met.</summary>
    Aim,

    /// <summary>Must is met.</summary>
    Must,

    /// <summary>Must is missed.</summary>
    Below,

    /// <summary>A result did not agree with the peer's: no figure counts.</summary>
    Wrong,
}
