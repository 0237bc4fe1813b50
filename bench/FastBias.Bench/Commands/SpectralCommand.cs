using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FastBias.Bench.Machine;
using FastBias.Files;

namespace FastBias.Bench.Commands;

/// <summary><c>spectral</c>: times Lanczos, Golub-Kahan and the randomised SVD on a matrix from a file, for bench/spectral.py to compare with ARPACK.</summary>
internal static class SpectralCommand
{
    /// <summary>The command with its options.</summary>
    internal static Command Create()
    {
        Argument<string> file = new("matrix") { Description = "A matrix in a .npy file." };
        Option<string> method = new("--method") { Description = "eig, svd or rsvd.", DefaultValueFactory = _ => "eig" };
        method.AcceptOnlyFromAmong("eig", "svd", "rsvd");
        Option<int> count = new("--count") { Description = "How many pairs.", DefaultValueFactory = _ => 6 };
        Option<int?> block = new("--block") { Description = "Vectors applied at once." };
        Option<int?> basis = new("--basis") { Description = "Vectors kept." };
        Option<double?> tolerance = new("--tolerance") { Description = "The relative residual." };
        Option<int> repeats = new("--repeats") { Description = "The best of so many runs counts.", DefaultValueFactory = _ => 5 };
        Command command = new("spectral", "Times the iterations for dominant eigenpairs and singular triplets, one thread.") { file, method, count, block, basis, tolerance, repeats };
        command.SetAction(parsed =>
        {
            CpuAffinity.PinTo(1);
            Matrix<double> a = NpyFile.Read<double>(parsed.GetRequiredValue(file), new MatrixFileOptions { MemoryLimit = 1L << 33 });
            LanczosOptions options = new() { BlockSize = parsed.GetValue(block), BasisSize = parsed.GetValue(basis), RelativeTolerance = parsed.GetValue(tolerance) };
            int wanted = parsed.GetValue(count);
            (int Steps, double[] Values, double Residual) Run()
            {
                if (parsed.GetValue(method) == "eig")
                {
                    DominantEigenpairs<double> eigen = Lanczos.Eigenpairs(a, wanted, options);
                    return (eigen.Iterations, eigen.Values, eigen.Residuals.Max());
                }

                PartialSvd<double> svd = parsed.GetValue(method) == "svd" ? GolubKahan.Triplets(a, wanted, options) : RandomizedSvd.Factor(a, wanted);
                return (svd.Iterations, svd.S, svd.Residuals.Append(0).Max());
            }

            double best = double.PositiveInfinity;
            (int Steps, double[] Values, double Residual) result = (0, [], double.NaN);
            for (int i = 0; i < parsed.GetValue(repeats) + 1; i++)
            {
                long start = Stopwatch.GetTimestamp();
                result = Run();
                best = Math.Min(best, i == 0 ? best : Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            string values = string.Join(' ', result.Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"seconds\": {best:R}, \"steps\": {result.Steps}, \"residual\": {result.Residual:R}, \"values\": \"{values}\"}}"));
        });
        return command;
    }
}
