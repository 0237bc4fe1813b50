using FastBias.Bench.Machine;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class OwnCoresTests
{
    [Fact]
    public void One_processor_is_not_waited_for()
    {
        OwnCores one = new([0]), none = new([]);
        Assert.True(one.Are() && none.Are());
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (one.Waited, none.Waited));
    }

    [Fact]
    public void Threads_on_one_processor_have_no_cores_of_their_own_and_are_not_waited_for_for_ever()
    {
        OwnCores twice = new([0, 0], TimeSpan.FromMilliseconds(60));
        for (int i = 0; i < 5000 && OperatingSystem.IsLinux() && !twice.HasGivenUp; i++)
        {
            // Other tests may run beside this one and make "alone" as slow as "together" for once.
            _ = twice.Are();
        }

        Assert.True(twice.Are());
        Assert.Equal(OperatingSystem.IsLinux(), twice.HasGivenUp);
    }
}
