namespace FastBias.Bench.Measure;

/// <summary>One side of a contest.</summary>
/// <param name="Name">"FastBias", "OpenBLAS", "gesdd", "Math.NET", …</param>
/// <param name="Run">Does the work so many times; the loop is inside so that no indirect call is timed with it.</param>
/// <param name="Work">How much work one repetition is: times are compared per unit of it (1 where both do the same).</param>
internal sealed record Contestant(string Name, Action<int> Run, double Work = 1);

/// <summary>How far FastBias's result lies from the peer's, and how far it may.</summary>
internal sealed record Agreement(double Error, double Tolerance)
{
    /// <summary>NaN is not agreement.</summary>
    internal bool Holds => Error <= Tolerance;
}

/// <summary>The same problem for everybody: operands in memory, one contestant per library, and the check that they agree.</summary>
internal sealed class Contest : IDisposable
{
    /// <summary>The name of the one that everybody is compared with.</summary>
    internal const string FastBias = "FastBias";

    private readonly List<IDisposable> _memory = [];

    /// <summary>Floating-point operations of FastBias's call, 0 where a rate says nothing.</summary>
    internal double Flops { get; init; }

    /// <summary>Whether each shape has a loop of its own, which the runtime then compiles anew: what was primed for another shape does not help it.</summary>
    internal bool HasOwnLoop { get; init; }

    /// <summary>FastBias first.</summary>
    internal List<Contestant> Contestants { get; } = [];

    /// <summary>Runs FastBias and a peer once each and compares; null where there is no peer.</summary>
    internal Func<Agreement>? Check { get; set; }

    /// <summary>Ties memory to the contest's life.</summary>
    internal TMemory Keep<TMemory>(TMemory memory)
        where TMemory : IDisposable
    {
        _memory.Add(memory);
        return memory;
    }

    /// <summary>Frees the operands.</summary>
    public void Dispose()
    {
        foreach (IDisposable memory in _memory)
        {
            memory.Dispose();
        }

        _memory.Clear();
    }
}
