using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias multiply A B -o C.npy</c></summary>
internal static class MultiplyCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> a = SharedOptions.File("A", "The left matrix, m x k.");
        Argument<string> b = SharedOptions.File("B", "The right matrix, k x n.");
        Option<string?> output = SharedOptions.OutputFile("Where the product goes, m x n.", required: true);
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("multiply", "The product C = A B.") { a, b, output, threads, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Request request = new(parsed.GetRequiredValue(a), parsed.GetRequiredValue(b), parsed.GetRequiredValue(output)!, parsed.Threads(threads), parsed.GetValue(json), cancellation);
                Outputs.RequireFile(request.Output);
                return Inputs.AreSingle(request.A, request.B) ? Run<float>(terminal, request) : Run<double>(terminal, request);
            },
            cancellation));
        return command;
    }

    private static int Run<T>(Terminal terminal, Request request)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = Inputs.Read<T>(terminal, request.A);
        Matrix<T> b = Inputs.Read<T>(terminal, request.B);
        if (a.Columns != b.Rows)
        {
            throw new UsageException($"the shapes do not fit: {request.A} is {a.Rows}x{a.Columns}, {request.B} is {b.Rows}x{b.Columns}");
        }

        long start = Stopwatch.GetTimestamp();
        Matrix<T> c = terminal.Watch("multiplying", () => Product.Multiply(a, b, request.Parallelism, request.Cancellation));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        request.Cancellation.ThrowIfCancellationRequested();
        NpyFile.Write(request.Output, c);

        double speed = 2.0 * a.Rows * a.Columns * b.Columns / elapsed.TotalSeconds / 1e9;
        string precision = typeof(T) == typeof(float) ? "single" : "double";
        if (request.Json)
        {
            MultiplyReport report = new()
            {
                Status = nameof(Status.Success),
                Rows = c.Rows,
                Columns = c.Columns,
                Inner = a.Columns,
                Precision = precision,
                GigaflopsPerSecond = speed,
                ElapsedMs = elapsed.TotalMilliseconds,
                Output = request.Output,
            };
            terminal.WriteJson(report, JsonReports.Default.MultiplyReport);
        }
        else
        {
            terminal.WritePairs(
                ("product", $"{c.Rows}x{c.Columns} in {precision} precision, inner dimension {a.Columns}"),
                ("time", $"{PeopleText.Time(elapsed)} ({PeopleText.Short(speed)} GFLOP/s)"),
                ("written", request.Output));
        }

        return ExitCode.Success;
    }

    private sealed record Request(string A, string B, string Output, Parallelism Parallelism, bool Json, CancellationToken Cancellation);
}
