namespace FastBias.Files;

/// <summary>Which columns of a file are what, for <see cref="ShardReader"/>.</summary>
public sealed record ShardOptions
{
    /// <summary>The column to explain; the last one if not given.</summary>
    public string? Target { get; init; }

    /// <summary>The column of weights, not negative; none if not given.</summary>
    public string? Weights { get; init; }

    /// <summary>Columns that are left out.</summary>
    public IReadOnlyCollection<string> Excluded { get; init; } = [];

    /// <summary>
    /// Whether text columns of a .csv file become columns of zeros and ones (<see cref="RowBlockOptions.Categorical"/>). The values are those of this file: shards whose files have other values, or the
    /// same in another order, give states with other names, which do not merge.
    /// </summary>
    public bool Categorical { get; init; }

    /// <summary>Columns of a .csv file that become columns of zeros and ones even if they hold numbers.</summary>
    public IReadOnlyCollection<string> CategoryColumns { get; init; } = [];

    /// <summary>Whether the first value of each such column is left out.</summary>
    public bool Baseline { get; init; }

    /// <summary>Whether a column of ones, called "intercept", is added behind the others.</summary>
    public bool Intercept { get; init; }

    /// <summary>Whether rows with a missing value are left out; otherwise the first is an error.</summary>
    public bool DropMissing { get; init; }

    /// <summary>The shard's number.</summary>
    public long Shard { get; init; }

    /// <summary>Told the share of the file that was read, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Looked at between blocks.</summary>
    public CancellationToken CancellationToken { get; init; }
}
