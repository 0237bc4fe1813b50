using System.Collections;
using System.Diagnostics;
using System.Reflection;

namespace FastBias.Testing;

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">The exit code; see <see cref="ChildProcess"/>.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="LastCase">What the child last gave to <see cref="ChildProcess.BeginCase"/>; empty if nothing.</param>
/// <param name="TimedOut">Whether it was killed because its time was over.</param>
public sealed record ChildResult(int ExitCode, string Output, string Error, string LastCase, bool TimedOut)
{
    /// <summary>The process was ended by a memory access: SIGABRT by .NET's handler, SIGSEGV, SIGBUS, or Windows's access violation.</summary>
    public bool Crashed => !TimedOut && ExitCode is 134 or 138 or 139 or unchecked((int)0xC0000005);

    /// <summary>Throws, with all that the child said, unless it returned zero.</summary>
    public ChildResult EnsureSuccess() => ExitCode == 0 && !TimedOut ? this : throw new ChildProcessException(this);
}

/// <summary>A child process did not return zero.</summary>
public sealed class ChildProcessException(ChildResult result) : Exception(
    $"The child process {(result.TimedOut ? "ran out of time" : result.Crashed ? "crashed" : "failed")} with exit code {result.ExitCode}"
    + (result.LastCase.Length > 0 ? $" in case \"{result.LastCase}\"" : string.Empty)
    + $".{Environment.NewLine}{result.Output}{Environment.NewLine}{result.Error}")
{
    /// <summary>How it ended.</summary>
    public ChildResult Result { get; } = result;
}

/// <summary>Runs a static method of a test assembly in a process of its own: with other JIT switches, or where it may crash.</summary>
/// <remarks>Exit codes: what the method returns (0 for void); 70 for an exception; 134 or 139 for a memory access on Unix.</remarks>
public static class ChildProcess
{
    private const string CaseFileVariable = "FASTBIAS_CASE_FILE";

    private static readonly Lazy<FileStream?> CaseFile = new(() =>
        Environment.GetEnvironmentVariable(CaseFileVariable) is { Length: > 0 } path ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0) : null);

    /// <summary>Runs <paramref name="method"/>, a static method without parameters.</summary>
    public static ChildResult Run(Action method, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? timeout = null) =>
        Run((Delegate)method, [], environment, timeout);

    /// <summary>Runs <paramref name="method"/>, a static method with string parameters that returns void, int, Task or Task&lt;int&gt;.</summary>
    /// <param name="method">The method group; no lambda.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables over the inherited ones; of these, switches of the JIT and of FastBias are not inherited.</param>
    /// <param name="timeout">After which the child is killed; two minutes where null.</param>
    public static ChildResult Run(Delegate method, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? timeout = null)
    {
        if (!method.Method.IsStatic || method.Method.DeclaringType?.FullName is not { } type)
        {
            throw new ArgumentException("Give a static method, not a lambda: the child process finds it by its name.", nameof(method));
        }

        string caseFile = Path.GetTempFileName();
        try
        {
            using Process process = Process.Start(StartInfo(method.Method, type, arguments, environment, caseFile))!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            bool ended = process.WaitForExit(timeout ?? TimeSpan.FromMinutes(2));
            if (!ended)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            Task.WaitAll(output, error);
            return new ChildResult(process.ExitCode, output.Result, error.Result, File.ReadAllText(caseFile).TrimEnd(), !ended);
        }
        finally
        {
            File.Delete(caseFile);
        }
    }

    /// <summary>In the child: what is tried next, so that the parent can name it after a crash.</summary>
    public static void BeginCase(string name)
    {
        if (CaseFile.Value is { } file)
        {
            // One write of fixed length: it survives the process, and a longer name before leaves nothing behind.
            Span<byte> line = stackalloc byte[200];
            line.Fill((byte)' ');
            System.Text.Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, line.Length)), line);
            RandomAccess.Write(file.SafeFileHandle, line, 0);
        }
    }

    private static ProcessStartInfo StartInfo(
        MethodInfo method, string type, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, string caseFile)
    {
        // The test assembly's own dependencies and settings, around the host's entry point.
        string assembly = method.DeclaringType!.Assembly.Location, stem = Path.Combine(Path.GetDirectoryName(assembly)!, Path.GetFileNameWithoutExtension(assembly));
        string host = Path.Combine(Path.GetDirectoryName(assembly)!, "FastBias.Isolated.Host.dll");
        ProcessStartInfo start = new(DotnetPath())
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        string[] fixedArguments = ["exec", "--runtimeconfig", stem + ".runtimeconfig.json", "--depsfile", stem + ".deps.json", host, Path.GetFileName(stem), type, method.Name];
        foreach (string argument in fixedArguments.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (IsSwitch(name))
            {
                start.Environment.Remove(name);
            }
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        start.Environment[CaseFileVariable] = caseFile;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    /// <summary>What a surrounding run may have set, and a child must not have unless it is told so. The profiler of a coverage run goes too.</summary>
    private static bool IsSwitch(string name) =>
        name is "FASTBIAS_ISA" or "DOTNET_PreferredVectorBitWidth" or "CORECLR_ENABLE_PROFILING" or "DOTNET_STARTUP_HOOKS"
        || name.StartsWith("DOTNET_Enable", StringComparison.OrdinalIgnoreCase) || name.StartsWith("COMPlus_Enable", StringComparison.OrdinalIgnoreCase);

    /// <summary>The dotnet that runs this process.</summary>
    private static string DotnetPath() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
