using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FastBias.Files;
using FastBias.Mpi;

namespace FastBias.Cli.Commands;

/// <summary><c>mpirun -n 4 fastbias mpi-fit 'shards/*.npy' [--checkpoint FOLDER] …</c></summary>
internal static class MpiFitCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> pattern = new("SHARDS") { Description = "Files, with * and ? in their names; in quotes, so that the shell leaves it alone. Their order by name numbers the shards." };
        Option<string?> checkpoint = new("--checkpoint") { Description = "A folder for the states of finished shards: a run that was killed goes on from there, to the same bits.", HelpName = "FOLDER" };
        Option<double?> lambda = SharedOptions.Lambda();
        Option<string?> output = SharedOptions.OutputFile("Where the coefficients go, the intercept last.");
        ShardCommandOptions columns = new();
        Option<bool> json = SharedOptions.Json();
        Command command = new("mpi-fit", "Fits a linear model to shards, on all processes that mpirun starts.") { pattern, checkpoint, lambda, output, json };
        columns.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string[] files = Expand(parsed.GetRequiredValue(pattern));
                long start = Stopwatch.GetTimestamp();
                using MpiSession mpi = MpiSession.Start();
                try
                {
                    (LeastSquaresAccumulator<double>? all, long dropped) = Reduce(mpi, files, parsed.GetValue(checkpoint), columns.Read(parsed, cancellation));
                    LeastSquaresOptions<double> options = new() { Lambda = parsed.GetValue(lambda), CancellationToken = cancellation };
                    return all is null ? ExitCode.Success : StateFit.Solve(terminal, all, options, dropped, parsed.GetValue(output), parsed.GetValue(json), start);
                }
                catch (Exception error) when (mpi.Size > 1)
                {
                    // The other processes wait for this one: end them too.
                    terminal.Error.WriteLine($"fastbias: {error.Message.ReplaceLineEndings(" ")}");
                    terminal.Error.Flush();
                    mpi.Abort(ExitCode.WrongUsage);
                    throw;
                }
            },
            cancellation));
        return command;
    }

    /// <summary>The state of all shards on process 0, null on the others.</summary>
    private static (LeastSquaresAccumulator<double>? State, long Dropped) Reduce(MpiSession mpi, string[] files, string? checkpoint, ShardOptions options)
    {
        // A contiguous range each: its state is then a few triangles, whatever the number of shards.
        int first = (int)((long)files.Length * mpi.Rank / mpi.Size), last = (int)((long)files.Length * (mpi.Rank + 1) / mpi.Size);
        LeastSquaresAccumulator<double>? state = null;
        long dropped = 0;
        for (int shard = first; shard < last; shard++)
        {
            (LeastSquaresAccumulator<double> leaf, long missing) = Leaf(files[shard], checkpoint, options with { Shard = shard });
            dropped += missing;
            state = Together(state, leaf);
        }

        for (int step = 1; step < mpi.Size; step *= 2)
        {
            if (mpi.Rank % (2 * step) == step)
            {
                mpi.Send(mpi.Rank - step, state is null ? [] : AccumulatorFile.ToBytes(state));
                mpi.Send(mpi.Rank - step, BitConverter.GetBytes(dropped));
                return (null, 0);
            }

            if (mpi.Rank + step < mpi.Size)
            {
                byte[] bytes = mpi.Receive(mpi.Rank + step);
                state = bytes.Length == 0 ? state : Together(state, AccumulatorFile.FromBytes<double>(bytes, $"process {mpi.Rank + step}"));
                dropped += BitConverter.ToInt64(mpi.Receive(mpi.Rank + step));
            }
        }

        return (state, dropped);
    }

    private static LeastSquaresAccumulator<double> Together(LeastSquaresAccumulator<double>? state, LeastSquaresAccumulator<double> other)
    {
        if (state is null)
        {
            return other;
        }

        try
        {
            state.Merge(other);
            return state;
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }

    /// <summary>A shard's state, from its checkpoint if there is one for this file as it is.</summary>
    private static (LeastSquaresAccumulator<double> State, long Dropped) Leaf(string path, string? checkpoint, ShardOptions options)
    {
        if (checkpoint is null)
        {
            return ShardReader.Accumulate(path, options);
        }

        Directory.CreateDirectory(checkpoint);
        FileInfo file = new(path);
        string key = string.Create(CultureInfo.InvariantCulture, $"{options.Shard:D8}-{Path.GetFileName(path)}-{file.Length}-{file.LastWriteTimeUtc.Ticks}-{Key(options)}.fbls");
        string saved = Path.Combine(checkpoint, key), count = saved + ".dropped";
        if (File.Exists(saved) && File.Exists(count))
        {
            return (AccumulatorFile.Read<double>(saved), long.Parse(File.ReadAllText(count), CultureInfo.InvariantCulture));
        }

        (LeastSquaresAccumulator<double> state, long dropped) = ShardReader.Accumulate(path, options);
        File.WriteAllText(count, dropped.ToString(CultureInfo.InvariantCulture));
        AccumulatorFile.Write(saved, state);
        return (state, dropped);
    }

    /// <summary>What else the state depends on, as a short text.</summary>
    private static string Key(ShardOptions options)
    {
        string text = string.Join('\n', [options.Target, options.Weights, options.Intercept ? "1" : "0", options.DropMissing ? "1" : "0", .. options.Excluded]);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
    }

    private static string[] Expand(string pattern)
    {
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(pattern)) : [];
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0 ? files : throw new UsageException($"no file matches {pattern}");
    }
}
