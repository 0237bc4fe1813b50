using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastBias.Testing.Tests;

public class PropertyTests
{
    [Property(MaxTest = 20)]
    public void A_void_property_holds(int x, int y) => Assert.Equal(x + y, y + x);

    [Property(MaxTest = 20)]
    public bool A_bool_property_holds(int x, int[] y) => y.Append(x).Count() == y.Length + 1;

    [Property(MaxTest = 20)]
    public Property A_property_holds(int x) => (x * 2 / 2 == x).When(Math.Abs(x) < 1000).Classify(x > 0, "positive");

    [Property(MaxTest = 20)]
    public async Task A_task_property_holds(int x)
    {
        await Task.Yield();
        Assert.Equal(x, -(-x));
    }

    [Property(MaxTest = 20)]
    public async Task<bool> A_task_of_bool_property_holds(int x)
    {
        await Task.Yield();
        return x == -(-x);
    }

    [Property(MaxTest = 20, Arbitrary = [typeof(EvenNumbers)])]
    public bool Registered_generators_are_used(int x) => x % 2 == 0;

    [Property(MaxTest = 7, StartSize = 3, EndSize = 3)]
    public static bool A_static_property_without_parameters_holds() => true;

    [Fact]
    public void A_failure_prints_arguments_seed_size_and_replay()
    {
        PropertyFailedException failure = Failure(nameof(Subjects.Below20));
        Assert.NotNull(failure.Replay);
        Assert.Contains("Shrunk:" + Environment.NewLine + "  x = 20" + Environment.NewLine, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Original:" + Environment.NewLine + "  x = ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Replay = \"{failure.Replay}\"", failure.Message, StringComparison.Ordinal);
        string[] parts = failure.Replay.Split(',');
        Assert.Contains($"Seed: {parts[0]},{parts[1]}  Size: {parts[2]}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shrinking_finds_the_smallest_pair()
    {
        string message = Failure(nameof(Subjects.SumBelow50)).Message;
        string shrunk = message[..message.IndexOf("Original:", StringComparison.Ordinal)];
        string[] lines = shrunk.Split('\n', StringSplitOptions.TrimEntries);
        int x = Value(lines, "x"), y = Value(lines, "y");
        Assert.Equal(50, x + y);

        static int Value(string[] lines, string name) =>
            int.Parse(lines.Single(l => l.StartsWith(name + " = ", StringComparison.Ordinal))[(name.Length + 3)..]);
    }

    [Theory]
    [InlineData(nameof(Subjects.Below20))]
    [InlineData(nameof(Subjects.SumBelow50))]
    [InlineData(nameof(Subjects.Throws))]
    [InlineData(nameof(Subjects.FalseTask))]
    [InlineData(nameof(Subjects.FaultedTask))]
    public void Replay_repeats_exactly_the_failing_case(string name)
    {
        PropertyFailedException first = Failure(name);
        Subjects.Seen.Clear();
        PropertyFailedException again = Failure(name, new PropertySettings { Replay = first.Replay });
        Assert.Equal(Arguments(first), Arguments(again));
        Assert.Equal(first.Replay, again.Replay);
        Assert.Contains("after 1 test ", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_of_a_whole_run_gives_the_same_cases()
    {
        List<int> first = Cases("123456789,987654321"), again = Cases("(123456789, 987654321)"), other = Cases("123456790,987654321");
        Assert.Equal(TestScale.Of(30), first.Count);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        static List<int> Cases(string replay)
        {
            Subjects.Seen.Clear();
            PropertyCheck.Run(Subject(nameof(Subjects.Remembers)), new Subjects(), new PropertySettings { Replay = replay, MaxTest = 30 });
            return [.. Subjects.Seen];
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("1,2")]
    [InlineData("1,3,-4")]
    [InlineData("1,3,4,5")]
    public void A_replay_that_cannot_be_read_throws(string replay) =>
        Assert.Throws<FormatException>(() => PropertyCheck.Run(Subject(nameof(Subjects.Remembers)), new Subjects(), new PropertySettings { Replay = replay }));

    [Fact]
    public void A_precondition_that_is_never_met_fails() =>
        Assert.Contains("Exhausted", Failure(nameof(Subjects.NeverTried), new PropertySettings { MaxRejected = 10 }).Message, StringComparison.Ordinal);

    [Fact]
    public void The_cause_is_kept() =>
        Assert.IsType<InvalidOperationException>(Failure(nameof(Subjects.Throws)).InnerException);

    [Fact]
    public void Verbose_prints_every_case_and_quiet_nothing()
    {
        PropertySettings one = new() { MaxTest = 1 };
        Assert.Contains("x = ", PropertyCheck.Run(Subject(nameof(Subjects.Remembers)), new Subjects(), one with { Verbose = true }), StringComparison.Ordinal);
        Assert.Contains("Ok, passed", PropertyCheck.Run(Subject(nameof(Subjects.Remembers)), new Subjects(), one), StringComparison.Ordinal);
        Assert.Empty(PropertyCheck.Run(Subject(nameof(Subjects.Remembers)), new Subjects(), one with { QuietOnSuccess = true }));
    }

    private static MethodInfo Subject(string name) => typeof(Subjects).GetMethod(name)!;

    private static PropertyFailedException Failure(string name, PropertySettings? settings = null) =>
        Assert.Throws<PropertyFailedException>(() => PropertyCheck.Run(Subject(name), new Subjects(), settings ?? new PropertySettings { MaxTest = 1000 }));

    /// <summary>The lines from "Shrunk" to the seed.</summary>
    private static string Arguments(PropertyFailedException failure) =>
        failure.Message[failure.Message.IndexOf("Shrunk:", StringComparison.Ordinal)..failure.Message.IndexOf("Cause:", StringComparison.Ordinal)];

    public static class EvenNumbers
    {
        public static Arbitrary<int> Even() => Gen.Choose(-50, 50).Select(x => 2 * x).ToArbitrary();
    }

    private sealed class Subjects
    {
        public static List<int> Seen { get; } = [];

        public bool Below20(int x) => x < 20;

        public void SumBelow50(int x, int y) => Assert.True(x < 0 || y < 0 || x + y < 50);

        public void Throws(int x)
        {
            if (x > 7)
            {
                throw new InvalidOperationException("more than 7");
            }
        }

        public async Task<bool> FalseTask(int x)
        {
            await Task.Yield();
            return x < 5;
        }

        public async Task FaultedTask(int x)
        {
            await Task.Yield();
            Assert.True(x < 5);
        }

        public void Remembers(int x) => Seen.Add(x);

        public Property NeverTried(int x) => (x == 0).When(x.ToString().Length == 0);
    }
}
