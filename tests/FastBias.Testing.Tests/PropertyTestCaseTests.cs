using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FastBias.Testing.Tests;

/// <summary>What xunit gets to hear of properties: the failing ones are in a class that no runner discovers.</summary>
public class PropertyTestCaseTests
{
    [Fact]
    public async Task A_failing_property_fails_its_test_with_the_whole_message()
    {
        ITestFailed failed = Assert.IsAssignableFrom<ITestFailed>(await OutcomeAsync(nameof(Hidden.Fails)));
        Assert.Equal(typeof(PropertyFailedException).FullName, failed.ExceptionTypes[0]);
        Assert.Contains("x = 10", failed.Messages[0], StringComparison.Ordinal);
        Assert.Contains("Replay = \"", failed.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replayed_property_runs_its_one_case()
    {
        ITestPassed passed = Assert.IsAssignableFrom<ITestPassed>(await OutcomeAsync(nameof(Hidden.Replayed)));
        Assert.Contains("Ok, passed 1 test.", passed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Class_defaults_apply_where_the_attribute_is_silent()
    {
        Assert.Contains($"Ok, passed {TestScale.Of(17)} test", Assert.IsAssignableFrom<ITestPassed>(await OutcomeAsync(nameof(Hidden.UsesDefaults))).Output, StringComparison.Ordinal);
        Assert.Contains($"Ok, passed {TestScale.Of(5)} test", Assert.IsAssignableFrom<ITestPassed>(await OutcomeAsync(nameof(Hidden.Overrides))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_does_not_end_is_given_up()
    {
        ITestFailed failed = Assert.IsAssignableFrom<ITestFailed>(await OutcomeAsync(nameof(Hidden.TakesLong)));
        Assert.Equal(typeof(TestTimeoutException).FullName, failed.ExceptionTypes[0]);
    }

    /// <summary>Discovers and runs one property as xunit does; its one result message.</summary>
    private static async Task<ITestResultMessage> OutcomeAsync(string name)
    {
        TestCollection collection = new(new TestAssembly(Reflector.Wrap(typeof(Hidden).Assembly)), null, "hidden");
        TestMethod method = new(new TestClass(collection, Reflector.Wrap(typeof(Hidden))), Reflector.Wrap(typeof(Hidden).GetMethod(name)!));
        Xunit.Sdk.NullMessageSink sink = new();
        IXunitTestCase testCase = Assert.Single(new PropertyDiscoverer(sink).Discover(
            new NoOptions(), method, Reflector.Wrap(CustomAttributeData.GetCustomAttributes(typeof(Hidden).GetMethod(name)!).Single(a => a.AttributeType == typeof(PropertyAttribute)))));
        using Spy spy = new();
        using CancellationTokenSource cancellation = new();
        RunSummary summary = await testCase.RunAsync(sink, spy, [], new ExceptionAggregator(), cancellation);
        Assert.Equal(1, summary.Total);
        return Assert.Single(spy.Results);
    }

    private sealed class NoOptions : ITestFrameworkDiscoveryOptions
    {
        public TValue GetValue<TValue>(string name) => default!;

        public void SetValue<TValue>(string name, TValue value)
        {
        }
    }

    private sealed class Spy : IMessageBus
    {
        public List<ITestResultMessage> Results { get; } = [];

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is ITestResultMessage result)
            {
                Results.Add(result);
            }

            return true;
        }

        public void Dispose()
        {
        }
    }

#pragma warning disable xUnit1000 // Not public, so that no runner discovers it.
    [Properties(MaxTest = 17)]
    private sealed class Hidden
    {
        [Property(MaxTest = 1000)]
        public bool Fails(int x) => x < 10;

        [Property(Replay = "1,3,5")]
        public bool Replayed(int x) => x == x + 0;

        [Property]
        public void UsesDefaults(int x) => Assert.Equal(x, x);

        [Property(MaxTest = 5)]
        public void Overrides(int x) => Assert.Equal(x, x);

        [Property(Timeout = 50)]
        public async Task TakesLong(int x) => await Task.Delay(TimeSpan.FromSeconds(1 + (x * 0)));
    }
#pragma warning restore xUnit1000
}
