using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Regressions;

/// <summary>Compiled into every suite that has properties: its lines of <c>tests/Regressions/properties.csv</c>, each run again.</summary>
public sealed class SavedPropertyTests
{
    [Fact]
    public void What_failed_once_holds()
    {
        foreach (SavedProperty saved in SavedProperty.Of(typeof(SavedPropertyTests).Assembly))
        {
            saved.Replay(typeof(SavedPropertyTests).Assembly);
        }
    }
}
