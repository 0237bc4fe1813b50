namespace FastBias;

/// <summary>Where an input holds a NaN or an infinity.</summary>
/// <param name="Operand">The operand's name in the formula, for example "A".</param>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column; 0 for a vector.</param>
public readonly record struct NonFinitePlace(string Operand, int Row, int Column);

/// <summary>What every direct solver says: how it ended, and why it did what it did.</summary>
/// <remarks>Where the <see cref="Status"/> leaves nothing to show, matrices are 0x0 and numbers are NaN.</remarks>
public abstract record SolverSolution
{
    /// <summary>How it ended; each solver names the values that it can give.</summary>
    public Status Status { get; internal set; } = Status.Success;

    /// <summary>Which solution this is and why, or why there is none, in one sentence with the figures.</summary>
    public string Reason { get; internal set; } = string.Empty;

    /// <summary>m, the number of rows of A.</summary>
    public int Rows { get; internal set; }

    /// <summary>n, the number of columns of A.</summary>
    public int Columns { get; internal set; }

    /// <summary>The first NaN or infinity, operands in the order of the parameters, elements row by row; null if there is none.</summary>
    public NonFinitePlace? FirstNonFinite { get; internal set; }

    /// <summary>Whether what was solved for is finite: no success has a number that the way back from scaled units took out of the range.</summary>
    internal abstract bool IsInRange { get; }
}

/// <summary>Insisting on success.</summary>
public static class SolverSolutionExtensions
{
    /// <summary>This solution if its status is a success.</summary>
    /// <typeparam name="TSolution">The kind of solution.</typeparam>
    /// <param name="solution">The solution.</param>
    /// <exception cref="ArgumentNullException"><paramref name="solution"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The status is not a success; the message has the status and the reason.</exception>
    public static TSolution EnsureSuccess<TSolution>(this TSolution solution)
        where TSolution : SolverSolution
    {
        ArgumentNullException.ThrowIfNull(solution);
        return solution.Status == Status.Success
            ? solution
            : throw new InvalidOperationException($"The problem ({solution.Rows}x{solution.Columns}) was not solved, {solution.Status}: {solution.Reason}");
    }
}
