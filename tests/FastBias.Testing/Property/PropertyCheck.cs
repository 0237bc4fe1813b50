using System.Reflection;
using System.Text;
using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace FastBias.Testing;

/// <summary>Checks a method as a property, without a test framework around it.</summary>
public static class PropertyCheck
{
    /// <summary>Runs the property and returns what it printed.</summary>
    /// <param name="method">The property: its parameters are generated.</param>
    /// <param name="target">The object to call it on; null for a static method.</param>
    /// <param name="settings">How to check; the defaults where null.</param>
    /// <exception cref="PropertyFailedException">The property does not hold, or too many cases were rejected.</exception>
    public static string Run(MethodInfo method, object? target = null, PropertySettings? settings = null)
    {
        settings ??= new PropertySettings();
        Recorder recorder = new(method, settings);
        FSharpOption<object>? instance = target is null ? FSharpOption<object>.None : FSharpOption<object>.Some(target);
        try
        {
            Check.Method(settings.ToConfig(recorder), method, instance);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is PropertyFailedException inner)
        {
            // FsCheck calls itself by reflection; what it reports is inside.
            throw inner;
        }

        return recorder.Output.ToString();
    }

    private sealed class Recorder(MethodInfo method, PropertySettings settings) : IRunner
    {
        public StringBuilder Output { get; } = new();

        public void OnStartFixture(Type fixture)
        {
        }

        public void OnArguments(
            int test, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
            if (settings.Verbose)
            {
                Output.AppendLine($"{test}:").Append(Describe(arguments));
            }
        }

        public void OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
            if (settings.Verbose)
            {
                Output.AppendLine("shrink:").Append(Describe(arguments));
            }
        }

        public void OnFinished(string name, TestResult result)
        {
            switch (result)
            {
                case TestResult.Failed failed:
                    throw Failure(failed);
                case TestResult.Exhausted exhausted:
                    throw new PropertyFailedException(
                        $"Exhausted: only {exhausted.Item.NumberOfTests} cases met the precondition before {settings.MaxRejected} were rejected.", null, null);
                case TestResult.Passed passed when !settings.QuietOnSuccess:
                    Output.AppendLine($"Ok, passed {passed.Item1.NumberOfTests} {Plural(passed.Item1.NumberOfTests, "test")}.");
                    foreach ((int percent, FSharpList<string> labels) in passed.Item1.Stamps)
                    {
                        Output.AppendLine($"{percent}% {string.Join(", ", labels)}");
                    }

                    break;
            }
        }

        private PropertyFailedException Failure(TestResult.Failed failed)
        {
            (TestData data, Rnd seed, int size) = (failed.Item1, failed.Item6, failed.Item7);
            string replay = $"{seed.Seed},{seed.Gamma},{size}";
            Exception? cause = failed.Item4 is Outcome.Failed outcome ? Unwrap(outcome.Item) : null;
            StringBuilder message = new();
            message.AppendLine($"Falsifiable, after {data.NumberOfTests} {Plural(data.NumberOfTests, "test")} ({data.NumberOfShrinks} {Plural(data.NumberOfShrinks, "shrink")}).");
            if (!data.Labels.IsEmpty)
            {
                message.AppendLine($"Label: {string.Join(", ", data.Labels)}");
            }

            message.AppendLine("Shrunk:").Append(Describe(failed.Item3));
            message.AppendLine("Original:").Append(Describe(failed.Item2));
            message.AppendLine($"Seed: {seed.Seed},{seed.Gamma}  Size: {size}");
            message.AppendLine($"Reproduce with: Replay = \"{replay}\"");
            message.Append($"Cause: {cause?.Message ?? failed.Item4.ToString()}");
            return new PropertyFailedException(message.ToString(), replay, cause);
        }

        /// <summary>One line "name = value" for each argument. FsCheck hands one tuple for several parameters, or their list.</summary>
        private string Describe(FSharpList<object> arguments)
        {
            ParameterInfo[] parameters = method.GetParameters();
            object?[] values = [.. arguments];
            if (values.Length == 1 && parameters.Length > 1 && values[0] is System.Runtime.CompilerServices.ITuple tuple)
            {
                values = [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])];
            }

            StringBuilder text = new();
            for (int i = 0; i < values.Length; i++)
            {
                string name = i < parameters.Length ? parameters[i].Name ?? $"argument {i}" : $"argument {i}";
                text.AppendLine($"  {name} = {Literal.Of(values[i])}");
            }

            return text.ToString();
        }

        private static Exception Unwrap(Exception exception) =>
            exception is AggregateException { InnerExceptions.Count: 1 } or TargetInvocationException { InnerException: not null }
                ? Unwrap(exception.InnerException!)
                : exception;

        private static string Plural(int count, string noun) => count == 1 ? noun : noun + "s";
    }
}

/// <summary>A property does not hold; the message has the arguments and how to reproduce the case.</summary>
public sealed class PropertyFailedException(string message, string? replay, Exception? cause) : Exception(message, cause)
{
    /// <summary>What to give <see cref="PropertyAttribute.Replay"/> to repeat this case; null where no case failed.</summary>
    public string? Replay { get; } = replay;
}
