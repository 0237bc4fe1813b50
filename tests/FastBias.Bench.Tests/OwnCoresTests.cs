using FastBias.Bench.Machine;
using Xunit;

namespace FastBias.Bench.Tests;

public sealed class OwnCoresTests
{
    [Fact]
    public void One_processor_is_not_waited_for()
    {
        OwnCores one = new([0]), none = new([]);
        one.Await();
        none.Await();
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (one.Waited, none.Waited));
    }

    [Fact]
    public void Threads_on_one_processor_have_no_cores_of_their_own_and_are_not_waited_for_for_ever()
    {
        OwnCores twice = new([0, 0], TimeSpan.FromMilliseconds(60));
        twice.Await();
        Assert.InRange(twice.Waited, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(60));
        TimeSpan waited = twice.Waited;
        twice.Await();
        Assert.True(OperatingSystem.IsLinux() ? twice.HasGivenUp : waited <= twice.Waited);
    }
}
