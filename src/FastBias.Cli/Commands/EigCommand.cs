using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias eig A [-k n] [--json]</c></summary>
internal static class EigCommand
{
    private const int DefaultCount = 6;

    public static Command Create(Terminal terminal)
    {
        Argument<string> a = SharedOptions.File("A", "A symmetric matrix, n x n.");
        Option<int?> count = SharedOptions.Count("--count", $"How many eigenpairs, by magnitude; {DefaultCount} by default.", "-k");
        Option<string?> output = SharedOptions.OutputPrefix("Also writes PREFIX.values.npy and PREFIX.vectors.npy.", required: false);
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("eig", "The dominant eigenvalues and eigenvectors of a symmetric matrix.") { a, count, output, threads, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Request request = new(
                    parsed.GetRequiredValue(a), parsed.GetValue(count), parsed.GetValue(output), parsed.Threads(threads), parsed.GetValue(json), cancellation);
                if (request.Prefix is not null)
                {
                    Outputs.RequirePrefix(request.Prefix);
                }

                return Inputs.AreSingle(request.A) ? Run<float>(terminal, request) : Run<double>(terminal, request);
            },
            cancellation));
        return command;
    }

    private static int Run<T>(Terminal terminal, Request request)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = Inputs.Read<T>(terminal, request.A);
        if (a.Rows != a.Columns)
        {
            throw new UsageException($"{request.A}: a symmetric matrix cannot be {a.Rows}x{a.Columns}");
        }

        RequireSymmetric(a, request.A);
        int count = request.Count ?? Math.Min(DefaultCount, a.Rows);
        if (count > a.Rows)
        {
            throw new UsageException($"-k {count}: a {a.Rows}x{a.Rows} matrix has {a.Rows} eigenvalues");
        }

        long start = Stopwatch.GetTimestamp();
        EigenPairs<T> pairs = terminal.Watch($"decomposing {a.Rows}x{a.Columns}", () => EigenPairs<T>.Find(a, count, request.Parallelism, request.Cancellation));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (request.Prefix is { } prefix && pairs.Status == Status.Success)
        {
            NpyFile.WriteVector<T>($"{prefix}.values.npy", pairs.Values);
            NpyFile.Write($"{prefix}.vectors.npy", pairs.Vectors);
        }

        EigReport report = new()
        {
            Status = pairs.Status.ToString(),
            Method = pairs.Method,
            Rows = a.Rows,
            Columns = a.Columns,
            Eigenpairs = [.. Enumerable.Range(0, pairs.Values.Length).Select(k => ToReport(pairs, k))],
            FirstNonFinite = Place.Of(pairs.FirstNonFinite),
            ElapsedMs = elapsed.TotalMilliseconds,
        };
        Write(terminal, report, request);
        return ExitCode.Of(pairs.Status);
    }

    private static EigenpairReport ToReport<T>(EigenPairs<T> pairs, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Value = double.CreateTruncating(pairs.Values[k]),
            Residual = double.CreateTruncating(pairs.Residuals[k]),
            Vector = [.. pairs.Vectors.Column(k).Select(double.CreateTruncating)],
        };

    private static void Write(Terminal terminal, EigReport report, Request request)
    {
        if (request.Json)
        {
            terminal.WriteJson(report, JsonReports.Default.EigReport);
            return;
        }

        Spectre.Console.Table table = PeopleText.CreateTable("eigenvalue", "residual |A v - value v|");
        foreach (EigenpairReport pair in report.Eigenpairs)
        {
            table.AddTextRow(PeopleText.Long(pair.Value), PeopleText.Short(pair.Residual));
        }

        if (report.Eigenpairs.Count > 0)
        {
            terminal.Tables.Write(table);
        }

        terminal.WritePairs(
            ("status", StatusText.Explain(report.Status, report.FirstNonFinite)),
            ("matrix", $"{report.Rows}x{report.Columns}, {report.Method}"),
            ("time", PeopleText.Time(TimeSpan.FromMilliseconds(report.ElapsedMs))),
            ("written", request.Prefix is { } prefix && report.Status == nameof(Status.Success) ? $"{prefix}.values.npy  {prefix}.vectors.npy" : "nothing (-o writes values and vectors)"));
    }

    /// <summary>A rounding apart is symmetric enough, for a matrix that was computed; more is a mistake. NaN is left to the solver.</summary>
    private static void RequireSymmetric<T>(Matrix<T> a, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        foreach (T element in a.Data)
        {
            largest = T.Abs(element) > largest ? T.Abs(element) : largest;
        }

        T allowed = largest * T.ScaleB(T.BitIncrement(T.One) - T.One, 7);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (T.Abs(a[i, j] - a[j, i]) > allowed)
                {
                    throw new UsageException($"{name}: not symmetric: element [{j}, {i}] is {a[j, i]:R}, [{i}, {j}] is {a[i, j]:R}");
                }
            }
        }
    }

    private sealed record Request(string A, int? Count, string? Prefix, Parallelism Parallelism, bool Json, CancellationToken Cancellation);
}
