namespace FastBias.Generators;

/// <summary>What a user's method checks, and what it hands to the kernel.</summary>
/// <param name="Operands">The spans of elements, in the order of the kernel's parameters.</param>
/// <param name="Work">Elements of scratch memory for one matrix; zero for none.</param>
/// <param name="InPlace">Whether one matrix needs no scratch memory, because it is worked on where it lies.</param>
/// <param name="Failure">Which outcomes are failures, as the end of a comparison; empty where the kernel has no outcome.</param>
/// <param name="Batch">Whether there are any number of matrices.</param>
internal sealed record Entry(EquatableArray<Operand> Operands, int Work, bool InPlace, string Failure, bool Batch);

/// <summary>A matrix or vector of a user's method, as it is stored.</summary>
/// <param name="Parameter">The index of its parameter.</param>
/// <param name="Rows">Its stored rows.</param>
/// <param name="Columns">Its stored columns.</param>
/// <param name="Stride">The elements from one row to the next; equal to the columns where there is no gap.</param>
/// <param name="Written">Whether it is written.</param>
internal sealed record Operand(int Parameter, int Rows, int Columns, int Stride, bool Written)
{
    /// <summary>The elements from its first to its last.</summary>
    public int Size => ((Rows - 1) * Stride) + Columns;

    /// <summary>Whether there are gaps between its rows.</summary>
    public bool HasGaps => Stride > Columns;
}
