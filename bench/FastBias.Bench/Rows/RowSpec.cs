namespace FastBias.Bench.Rows;

/// <summary>One row of a table: an operation over some shapes, whom it is compared with, and what is demanded.</summary>
/// <param name="Name">As printed: "GEMM 13..100".</param>
/// <param name="Operation">The key of the contest (see <see cref="Contests.ContestCatalogue"/>).</param>
/// <param name="Against">The contestant whose time is divided by FastBias's.</param>
/// <param name="Must">The geometric mean of the ratios has to be at least this; null for a row that only informs.</param>
/// <param name="Aim">What it should come to, where that was stated.</param>
/// <param name="Shapes">At least eight in a full run.</param>
internal sealed record RowSpec(string Name, string Operation, string Against, double? Must, double? Aim, IReadOnlyList<Shape> Shapes)
{
    /// <summary>No single ratio may be below this times <see cref="Must"/>.</summary>
    internal double MinimumFactor { get; init; } = 0.9;

    /// <summary>The share of the FMA peak demanded of the geometric mean, where one is.</summary>
    internal double? ShareMust { get; init; }

    /// <summary>The share it should come to.</summary>
    internal double? ShareAim { get; init; }

    /// <summary>The share counts from this n on.</summary>
    internal int ShareFrom { get; init; }

    /// <summary>Rows about threads run only with at least so many.</summary>
    internal int MinimumThreads { get; init; } = 1;
}

/// <summary>A suite: its name and its rows as data.</summary>
internal sealed record SuiteSpec(string Name, IReadOnlyList<RowSpec> Rows);
