using System.Reflection;
using Xunit;

namespace FastBias.Testing.Tests;

/// <summary>Saved cases: read, found and run, and an error where one cannot be.</summary>
public class SavedPropertyFileTests
{
    [Fact]
    public void Every_line_names_a_suite_that_replays_it()
    {
        string tests = Path.Combine(Repository(), "tests");
        Assert.All(SavedProperty.All, saved => Assert.Contains(
            "Regressions/SavedPropertyTests.cs", File.ReadAllText(Path.Combine(tests, saved.Suite, saved.Suite + ".csproj")), StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_case_runs_exactly_once_and_fails_where_it_failed()
    {
        SavedProperty saved = new("FastBias.Testing.Tests", "SavedPropertySubject.Holds_unless_it_is_armed", "1,3", 7);
        SavedPropertySubject.Calls = 0;
        saved.Replay(Assembly.GetExecutingAssembly());
        Assert.Equal(1, SavedPropertySubject.Calls);
        SavedPropertySubject.IsArmed = true;
        try
        {
            PropertyFailedException failure = Assert.Throws<PropertyFailedException>(() => saved.Replay(Assembly.GetExecutingAssembly()));
            Assert.Equal("1,3,7", failure.Replay);
        }
        finally
        {
            SavedPropertySubject.IsArmed = false;
        }
    }

    [Fact]
    public void A_property_that_is_gone_is_an_error()
    {
        SavedProperty saved = new("FastBias.Testing.Tests", "SavedPropertySubject.Renamed", "1,3", 7);
        Assert.Throws<MissingMethodException>(() => saved.Replay(Assembly.GetExecutingAssembly()));
        Assert.Throws<FormatException>(() => SavedProperty.Parse("suite;property;1,3"));
        Assert.Throws<FormatException>(() => SavedProperty.Parse("suite;property;1,3;seven"));
    }

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(path)))!;
}

/// <summary>A property that fails only on the thread on which it was told to.</summary>
public class SavedPropertySubject
{
    [ThreadStatic]
    private static int t_calls;

    [ThreadStatic]
    private static bool t_isArmed;

    internal static int Calls { get => t_calls; set => t_calls = value; }

    internal static bool IsArmed { get => t_isArmed; set => t_isArmed = value; }

    [Property(MaxTest = 1)]
    public bool Holds_unless_it_is_armed(int number)
    {
        Calls++;
        return !IsArmed || number > int.MaxValue - 1;
    }
}
