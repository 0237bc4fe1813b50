using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias solve A b [--method …] [--rcond r] [--lambda l] [-o x.npy] [--json]</c></summary>
internal static class SolveCommand
{
    /// <summary>So many rows of x are shown to people when it goes nowhere else.</summary>
    private const int ShownRows = 20;

    public static Command Create(Terminal terminal)
    {
        Argument<string> a = SharedOptions.File("A", "The matrix, m x n.");
        Argument<string> b = SharedOptions.File("b", "The right-hand side, m elements, or m x k for several.");
        Option<string> method = new("--method") { Description = "How to solve.", DefaultValueFactory = _ => "auto" };
        method.AcceptOnlyFromAmong([.. MethodNames.All]);
        Option<double?> cutoff = SharedOptions.Number(
            "--rcond", "Singular values at most this times the largest count as zero; max(m, n) eps by default.", value => value is >= 0 and < 1, "must be a number from 0 to below 1");
        Option<double?> lambda = SharedOptions.Lambda();
        Option<string?> output = SharedOptions.OutputFile("Where x goes, n elements, or n x k.");
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("solve", "The least-squares solution of A x = b: the shortest one if there are several.") { a, b, method, cutoff, lambda, output, threads, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Request request = new(
                    parsed.GetRequiredValue(a),
                    parsed.GetRequiredValue(b),
                    MethodNames.Choose(parsed.GetValue(method)!, parsed.GetValue(lambda)),
                    parsed.GetValue(cutoff),
                    parsed.GetValue(lambda),
                    parsed.GetValue(output),
                    parsed.Threads(threads),
                    parsed.GetValue(json),
                    cancellation);
                if (request.Output is not null)
                {
                    Outputs.RequireFile(request.Output);
                }

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
        if (a.Rows != b.Rows)
        {
            throw new UsageException($"the shapes do not fit: {request.A} is {a.Rows}x{a.Columns}, {request.B} is {b.Rows}x{b.Columns}; both need the same number of rows");
        }

        LeastSquaresOptions<T> options = new()
        {
            Method = request.Method,
            RelativeCutoff = SharedOptions.Convert<T>(request.Cutoff),
            Lambda = SharedOptions.Convert<T>(request.Lambda),
            Parallelism = request.Parallelism,
            CancellationToken = request.Cancellation,
        };
        long start = Stopwatch.GetTimestamp();
        LeastSquaresSolution<T> solution = terminal.Watch($"solving {a.Rows}x{a.Columns}", () => LeastSquares.Solve(a, (ReadOnlyMatrixSpan<T>)b, options));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        bool written = request.Output is not null && solution.Status == Status.Success;
        if (written)
        {
            Write(solution.X, request);
        }

        SolveReport report = SolveReport.Create(solution, elapsed);
        if (request.Json)
        {
            terminal.WriteJson(report, JsonReports.Default.SolveReport);
        }
        else
        {
            if (request.Output is null && solution.Status == Status.Success)
            {
                Show(terminal, solution.X);
            }

            terminal.WritePairs([.. CertificateText.Pairs(report), ("written", written ? request.Output! : "nothing (-o writes x)")]);
        }

        return ExitCode.Of(solution.Status);
    }

    /// <summary>One dimension for one dimension, as NumPy's lstsq.</summary>
    private static void Write<T>(Matrix<T> x, Request request)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Inputs.IsVector(request.B))
        {
            NpyFile.WriteVector<T>(request.Output!, x.Data);
        }
        else
        {
            NpyFile.Write(request.Output!, x);
        }
    }

    private static void Show<T>(Terminal terminal, Matrix<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int columns = Math.Min(x.Columns, 6);
        Spectre.Console.Table table = PeopleText.CreateTable([string.Empty, .. Enumerable.Range(0, columns).Select(j => columns == 1 ? "x" : $"x[{j}]")]);
        for (int i = 0; i < Math.Min(x.Rows, ShownRows); i++)
        {
            table.AddTextRow([$"{i}", .. Enumerable.Range(0, columns).Select(j => PeopleText.Long(x[i, j]))]);
        }

        terminal.Tables.Write(table);
        if (x.Rows > ShownRows || x.Columns > columns)
        {
            terminal.Output.WriteLine($"  the start of {x.Rows}x{x.Columns}; -o FILE.npy writes all of it");
        }
    }

    private sealed record Request(
        string A, string B, LeastSquaresMethod Method, double? Cutoff, double? Lambda, string? Output, Parallelism Parallelism, bool Json, CancellationToken Cancellation);
}
