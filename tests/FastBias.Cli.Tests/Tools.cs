using System.Diagnostics;

namespace FastBias.Cli.Tests;

/// <summary>Programs of the machine that some tests need.</summary>
internal static class Tools
{
    /// <summary>The command in a process of its own.</summary>
    public static string[] FastBias => [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", Path.Combine(AppContext.BaseDirectory, "FastBias.Cli.dll")];

    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    public static (int ExitCode, string Output, string Error) Run(IEnumerable<string> command, params (string Name, string Value)[] environment)
    {
        using Process process = Start(command, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(IEnumerable<string> command, params (string Name, string Value)[] environment)
    {
        string[] parts = [.. command];
        ProcessStartInfo info = new(parts[0], parts[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }
}

/// <summary>A test of <c>mpirun</c>; skipped, with the reason, where OpenMPI is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute()
    {
        if (!Tools.Exists("mpirun") || !Mpi.MpiSession.IsInstalled)
        {
            Skip = "OpenMPI is not installed: apt-get install openmpi-bin libopenmpi-dev";
        }
    }
}

/// <summary>A test of the Dask example; skipped, with the reason, where Debian's python3-distributed is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DaskFactAttribute : FactAttribute
{
    public DaskFactAttribute()
    {
        if (!File.Exists("/usr/bin/python3") || Tools.Run(["/usr/bin/python3", "-c", "import distributed"]).ExitCode != 0)
        {
            Skip = "Dask is not installed: apt-get install python3-distributed";
        }
    }
}
