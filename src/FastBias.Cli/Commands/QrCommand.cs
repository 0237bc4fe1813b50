using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using FastBias.Cli.Json;
using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias qr A [--pivot] [--full] -o PREFIX</c></summary>
internal static class QrCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> a = SharedOptions.File("A", "The matrix, m x n.");
        Option<bool> pivot = new("--pivot") { Description = "Column pivoting: A[:, p] = Q R, and PREFIX.p.npy." };
        Option<bool> full = new("--full") { Description = "Q m x m and R m x n, instead of min(m, n) columns and rows." };
        Option<string?> output = SharedOptions.OutputPrefix("Writes PREFIX.q.npy and PREFIX.r.npy.");
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Command command = new("qr", "The factorization A = Q R by Householder reflections.") { a, pivot, full, output, threads, json };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                Request request = new(
                    parsed.GetRequiredValue(a), parsed.GetRequiredValue(output)!, parsed.GetValue(pivot), parsed.GetValue(full), parsed.Threads(threads), parsed.GetValue(json), cancellation);
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
        long start = Stopwatch.GetTimestamp();
        Factors<T> factors = terminal.Watch($"factoring {a.Rows}x{a.Columns}", () => request.Pivot ? Pivoted(a, request) : Plain(a, request));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        FactorReport report = new()
        {
            Status = factors.Status.ToString(),
            Rows = a.Rows,
            Columns = a.Columns,
            Rank = factors.Rank,
            ConditionEstimate = double.CreateTruncating(factors.Condition),
            FirstNonFinite = Place.Of(factors.FirstNonFinite),
            ElapsedMs = elapsed.TotalMilliseconds,
            Outputs = factors.Status == Status.Success ? Write(factors, request.Prefix) : [],
        };
        if (request.Json)
        {
            terminal.WriteJson(report, JsonReports.Default.FactorReport);
        }
        else
        {
            terminal.WriteFactorReport(report);
        }

        return ExitCode.Of(factors.Status);
    }

    private static Factors<T> Plain<T>(Matrix<T> a, Request request)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Qr<T> qr = Qr<T>.Factor(a, request.Parallelism, request.Cancellation);
        return qr.Status != Status.Success
            ? Factors<T>.Failed(qr.Status, qr.FirstNonFinite)
            : new(qr.Status, null, request.Full ? qr.FullQ() : qr.Q, request.Full ? Tall(qr.R, a.Rows) : qr.R, [], null, qr.ConditionEstimate);
    }

    private static Factors<T> Pivoted<T>(Matrix<T> a, Request request)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PivotedQr<T> qr = PivotedQr<T>.Factor(a, request.Parallelism, request.Cancellation);
        return qr.Status != Status.Success
            ? Factors<T>.Failed(qr.Status, qr.FirstNonFinite)
            : new(qr.Status, null, request.Full ? qr.FullQ() : qr.Q, request.Full ? Tall(qr.R, a.Rows) : qr.R, qr.Permutation.ToArray(), qr.Rank(), qr.ConditionEstimate);
    }

    /// <summary>R with rows of zeros below, as a full Q needs it.</summary>
    private static Matrix<T> Tall<T>(Matrix<T> r, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> tall = new(rows, r.Columns);
        r.AsSpan().CopyTo(tall.Slice(0, 0, r.Rows, r.Columns));
        return tall;
    }

    private static List<string> Write<T>(Factors<T> factors, string prefix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<string> written = [$"{prefix}.q.npy", $"{prefix}.r.npy"];
        NpyFile.Write(written[0], factors.Q!);
        NpyFile.Write(written[1], factors.R!);
        if (factors.Rank is not null)
        {
            written.Add($"{prefix}.p.npy");
            NpyFile.WriteVector(written[2], factors.Permutation);
        }

        return written;
    }

    private sealed record Request(string A, string Prefix, bool Pivot, bool Full, Parallelism Parallelism, bool Json, CancellationToken Cancellation);

    /// <summary>The parts of either factorization; a rank only with pivoting, which reveals it.</summary>
    private sealed record Factors<T>(Status Status, (int Row, int Column)? FirstNonFinite, Matrix<T>? Q, Matrix<T>? R, int[] Permutation, int? Rank, T Condition)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Factors<T> Failed(Status status, (int Row, int Column)? place) => new(status, place, null, null, [], null, T.NaN);
    }
}
