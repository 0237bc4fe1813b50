using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace FastBias.Testing;

/// <summary>How a property is checked; the values of <see cref="PropertyAttribute"/> after defaults.</summary>
public sealed record PropertySettings
{
    /// <summary>Cases to pass, before <see cref="TestScale"/>.</summary>
    public int MaxTest { get; init; } = 100;

    /// <summary>Rejected cases before the property counts as exhausted.</summary>
    public int MaxRejected { get; init; } = 1000;

    /// <summary>The size of the first case.</summary>
    public int StartSize { get; init; } = 1;

    /// <summary>The size of the last case.</summary>
    public int EndSize { get; init; } = 100;

    /// <summary>What to repeat.</summary>
    public string? Replay { get; init; }

    /// <summary>Types with generators; earlier ones win.</summary>
    public IReadOnlyList<Type> Arbitrary { get; init; } = [];

    /// <summary>Prints every case.</summary>
    public bool Verbose { get; init; }

    /// <summary>Prints nothing on success.</summary>
    public bool QuietOnSuccess { get; init; }

    /// <summary>The same for FsCheck.</summary>
    internal Config ToConfig(IRunner runner) => Config.Quick
        .WithMaxTest(TestScale.Of(MaxTest))
        .WithMaxRejected((int)Math.Min(int.MaxValue, Math.Ceiling(MaxRejected * Math.Max(1, TestScale.Factor))))
        .WithStartSize(StartSize)
        .WithEndSize(EndSize)
        .WithQuietOnSuccess(QuietOnSuccess)
        .WithReplay(ParseReplay(Replay))
        .WithArbitrary((Type[])[.. Arbitrary, typeof(MatrixArbitraries)])
        .WithRunner(runner);

    /// <summary>Reads <c>"seed,gamma"</c> or <c>"seed,gamma,size"</c>, in parentheses or not.</summary>
    internal static FSharpOption<Replay>? ParseReplay(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return FSharpOption<Replay>.None;
        }

        string[] parts = text.Trim().Trim('(', ')').Split(',', StringSplitOptions.TrimEntries);
        int size = -1;
        if (parts.Length is not (2 or 3)
            || !ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            || !ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong gamma)
            || gamma % 2 == 0
            || (parts.Length == 3 && !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out size)))
        {
            throw new FormatException($"Replay must be \"seed,gamma\" or \"seed,gamma,size\" with an odd gamma, not \"{text}\".");
        }

        FSharpOption<int>? sized = parts.Length == 3 ? FSharpOption<int>.Some(size) : FSharpOption<int>.None;
        return FSharpOption<Replay>.Some(new Replay(new Rnd(seed, gamma), sized));
    }
}
