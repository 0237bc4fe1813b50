namespace FastBias.Kernels;

/// <summary>Memory for an algorithm from its thread's scratch, or, where it would not fit into one block, an array for each part.</summary>
/// <remarks>The pages of a fresh array come one by one from the system: of a least-squares problem of 500 x 500 that was a sixth of the time.</remarks>
/// <param name="bytes">What the algorithm works in.</param>
internal readonly ref struct ArenaLease(long bytes)
{
    private readonly bool _isBlock = bytes <= int.MaxValue;
    private readonly Scratch.Lease<byte> _block = Scratch.Rent<byte>(bytes <= int.MaxValue ? (nint)bytes : 0);

    /// <summary>The memory, all of it free.</summary>
    public Arena Memory => _isBlock ? Arena.Over(_block.Span) : Arena.Fresh;

    public void Dispose() => _block.Dispose();
}
