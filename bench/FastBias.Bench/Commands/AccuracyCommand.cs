using System.CommandLine;
using System.Globalization;
using System.Text;
using FastBias.Bench.Contests;
using FastBias.Bench.Machine;
using FastBias.Bench.Peers;
using FastBias.Bench.Results;
using FastBias.Reference;

namespace FastBias.Bench.Commands;

/// <summary><c>accuracy</c>: the singular values of A = B·D with column scales D over 2^±r, by FastBias and by LAPACK, against double-double arithmetic.</summary>
internal static class AccuracyCommand
{
    private static readonly string[] s_peers = ["gejsv", "gesvj", "gesdd"];

    private static readonly (int Rows, int Columns)[] s_shapes = [(8, 8), (20, 9), (30, 30)];

    private static readonly int[] s_ranges = [0, 10, 30, 100, 500];

    /// <summary>The command with its options.</summary>
    internal static Command Create()
    {
        Option<bool> save = new("--save") { Description = "Write into perf-baselines/<cpu-name>/accuracy.md of this repository." };
        Command command = new("accuracy", "Prints the largest relative error of a singular value of matrices with columns of very different sizes, FastBias and LAPACK side by side.") { save };
        command.SetAction(parsed =>
        {
            string table = Write(new PeerSet(1, 0).Native);
            Console.Write(table);
            if (parsed.GetValue(save))
            {
                string path = Path.Combine(new BaselineFolder(BaselineFolder.FindRoot(Directory.GetCurrentDirectory()), MachineInfo.Read().Cpu).Folder, "accuracy.md");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, table);
                Console.WriteLine($"Saved in {path}");
            }
        });
        return command;
    }

    /// <summary>The table as Markdown; without a native library LAPACK's columns are empty.</summary>
    internal static string Write(OpenBlasLibrary? library)
    {
        StringBuilder text = new();
        text.Append("# Singular values of A = B·D\n\n");
        text.Append("B is random, D has powers of two from 2^-r to 2^r. Largest relative error of a singular value against double-double arithmetic; κ(B) bounds it, whatever D is.\n");
        text.Append("100 % and more: no correct digit.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| m x n | r | κ(B) | 10·n·ε·κ(B) | FastBias | {string.Join(" | ", s_peers)} |\n|---|---|---|---|---|---|---|---|\n");
        foreach ((int m, int n) in s_shapes)
        {
            foreach (int range in s_ranges)
            {
                AppendRow(text, m, n, range, library);
            }
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, int m, int n, int range, OpenBlasLibrary? library)
    {
        Matrix<double> b = new(m, n);
        new Measure.RandomData((ulong)((1000 * m) + n + range)).Fill(b.Data.AsSpan());
        Matrix<double> a = b.Clone();
        for (int j = 0; j < n; j++)
        {
            // In no order, both ends included.
            int exponent = n == 1 ? 0 : -range + (2 * range * (j * 11 % n) / (n - 1));
            for (int i = 0; i < m; i++)
            {
                a[i, j] = Math.ScaleB(a[i, j], exponent);
            }
        }

        double[] exact = Exact(a), plain = Exact(b);
        double condition = plain[0] / plain[^1];
        string[] errors = [Format(Svd<double>.Factor(a).S, exact), .. s_peers.Select(peer => library is null ? "-" : Format(SvdContest.Values(peer, a, library), exact))];
        text.Append(CultureInfo.InvariantCulture, $"| {m}x{n} | {range} | {condition:0.0e+0} | {10 * n * Contests.Deviation.Epsilon<double>() * condition:0.0e+0} | {string.Join(" | ", errors)} |\n");
    }

    private static double[] Exact(Matrix<double> a) => [.. DoubleDoubleMatrix.SingularValues(a.ToArray()).Select(s => s.Hi)];

    private static string Format(double[] values, double[] exact)
    {
        double worst = values.Zip(exact, (s, e) => Math.Abs(s - e) / e).Max();
        return worst >= 1 ? string.Create(CultureInfo.InvariantCulture, $"**{worst:0.0e+0}**") : worst.ToString("0.0e+0", CultureInfo.InvariantCulture);
    }
}
