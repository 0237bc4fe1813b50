using MathNet.Numerics;

namespace FastBias.Bench.Peers;

/// <summary>Who takes part, and with how many threads each.</summary>
internal sealed class PeerSet
{
    /// <summary>Names as they stand in tables and results.</summary>
    internal const string OpenBlas = "OpenBLAS", MathNet = "Math.NET";

    /// <summary>The version of Math.NET that is measured, its managed provider.</summary>
    internal const string MathNetVersion = "5.0.0 (managed)";

    /// <summary>Finds the peers and gives each <paramref name="threads"/> threads.</summary>
    internal PeerSet(int threads, double mathNetLimit)
    {
        Threads = threads;
        MathNetLimit = mathNetLimit;
        Native = OpenBlasLibrary.TryLoad(out string message);
        Message = message;
        Native?.SetThreads(threads);
        Control.UseManaged();
        Control.MaxDegreeOfParallelism = threads;
    }

    /// <summary>Threads of every contestant.</summary>
    internal int Threads { get; }

    /// <summary>FastBias's side of the same.</summary>
    internal Parallelism Parallelism => Parallelism.Threads(Threads);

    /// <summary>OpenBLAS, where there is one.</summary>
    internal OpenBlasLibrary? Native { get; }

    /// <summary>What was found, or why nothing was.</summary>
    internal string Message { get; }

    /// <summary>Math.NET takes part up to so many multiply-adds: beyond them one call takes seconds and tells nothing new.</summary>
    internal double MathNetLimit { get; }
}
