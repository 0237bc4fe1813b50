using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Tests of threads and of allocation: nothing else runs meanwhile, so that the one pool of workers is free for them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
