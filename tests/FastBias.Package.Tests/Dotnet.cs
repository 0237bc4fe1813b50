using System.Collections;
using System.Diagnostics;
using System.Reflection;

namespace FastBias.Package.Tests;

/// <summary>How a command ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Its output, or an exception with it where it failed.</summary>
    public string Require() => ExitCode == 0 ? Output : throw new InvalidOperationException($"dotnet {Command} ended with {ExitCode}:{Environment.NewLine}{Output}");
}

/// <summary>The dotnet command, without what a surrounding test run has set for itself.</summary>
internal static class Dotnet
{
    /// <summary>A value that the build wrote into this assembly.</summary>
    public static string Built(string name) =>
        typeof(Dotnet).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == name).Value!;

    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">Variables over the inherited ones.</param>
    public static CommandResult Run(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) || name is "FASTBIAS_ISA" or "NUGET_PACKAGES")
            {
                start.Environment.Remove(name);
            }
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end.");
        }

        return new CommandResult(string.Join(' ', arguments), process.ExitCode, output.Result + error.Result);
    }
}
