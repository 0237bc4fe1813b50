using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias svd A [--full] -o PREFIX</c></summary>
internal static class SvdCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> a = SharedOptions.File("A", "The matrix, m x n.");
        Option<bool> full = new("--full") { Description = "U m x m and Vt n x n, instead of min(m, n) columns and rows." };
        Option<string?> output = SharedOptions.OutputPrefix("Writes PREFIX.u.npy, PREFIX.s.npy and PREFIX.vt.npy.");
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("svd", "The singular value decomposition A = U diag(s) Vt.") { a, full, output, threads, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Request request = new(parsed.GetRequiredValue(a), parsed.GetRequiredValue(output)!, parsed.GetValue(full), parsed.Threads(threads), parsed.GetValue(json), cancellation);
                Outputs.RequirePrefix(request.Prefix);
                return Inputs.AreSingle(request.A) ? Run<float>(terminal, request) : Run<double>(terminal, request);
            },
            cancellation));
        return command;
    }

    private static int Run<T>(Terminal terminal, Request request)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = Inputs.Read<T>(terminal, request.A);
        SvdOptions options = new() { Vectors = request.Full ? SvdVectors.Full : SvdVectors.Thin };
        long start = Stopwatch.GetTimestamp();
        Svd<T> svd = terminal.Watch($"decomposing {a.Rows}x{a.Columns}", () => Svd<T>.Factor(a, options, request.Parallelism, request.Cancellation));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);

        string[] outputs = [];
        if (svd.Status == Status.Success)
        {
            outputs = [$"{request.Prefix}.u.npy", $"{request.Prefix}.s.npy", $"{request.Prefix}.vt.npy"];
            NpyFile.Write(outputs[0], svd.U);
            NpyFile.WriteVector<T>(outputs[1], svd.S);
            NpyFile.Write(outputs[2], svd.Vt);
        }

        bool known = svd.Status == Status.Success;
        FactorReport report = new()
        {
            Status = svd.Status.ToString(),
            Rows = a.Rows,
            Columns = a.Columns,
            Rank = known ? svd.Rank() : null,
            RankGap = known ? double.CreateTruncating(svd.RankGap()) : null,
            ConditionEstimate = known ? double.CreateTruncating(svd.Condition) : double.NaN,
            Sweeps = svd.Sweeps,
            FirstNonFinite = Place.Of(svd.FirstNonFinite),
            ElapsedMs = elapsed.TotalMilliseconds,
            Outputs = outputs,
        };
        if (request.Json)
        {
            terminal.WriteJson(report, JsonReports.Default.FactorReport);
        }
        else
        {
            terminal.WriteFactorReport(report, known && svd.S.Length > 0 ? [("singular values", $"{PeopleText.Long(svd.S[0])} to {PeopleText.Long(svd.S[^1])}")] : []);
        }

        return ExitCode.Of(svd.Status);
    }

    private sealed record Request(string A, string Prefix, bool Full, Parallelism Parallelism, bool Json, CancellationToken Cancellation);
}
