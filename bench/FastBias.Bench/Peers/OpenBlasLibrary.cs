using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FastBias.Bench.Peers;

/// <summary>OpenBLAS as found at run time; its LAPACK lies in the same library.</summary>
internal sealed unsafe partial class OpenBlasLibrary
{
    private static readonly string[] Candidates =
    [
        "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
        "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0",
        "libopenblas.so.0",
        "libopenblas.so",
        "libopenblas.dylib",
        "libopenblas.dll",
    ];

    private readonly nint _handle;
    private readonly delegate* unmanaged[Cdecl]<int, void> _setThreads;
    private readonly delegate* unmanaged[Cdecl]<int> _getThreads;

    private OpenBlasLibrary(nint handle, string path)
    {
        _handle = handle;
        Path = path;
        _setThreads = (delegate* unmanaged[Cdecl]<int, void>)Symbol("openblas_set_num_threads");
        _getThreads = (delegate* unmanaged[Cdecl]<int>)Symbol("openblas_get_num_threads");
        Config = Text("openblas_get_config");
        CoreName = Text("openblas_get_corename");
    }

    /// <summary>Where it was found.</summary>
    internal string Path { get; }

    /// <summary>Version and build options: "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …".</summary>
    internal string Config { get; }

    /// <summary>The core type whose kernels it chose: "SkylakeX".</summary>
    internal string CoreName { get; }

    /// <summary>The version alone.</summary>
    internal string Version => Config.Split(' ') is [_, var version, ..] ? version : "unknown";

    /// <summary>The library, or null with the reason.</summary>
    /// <remarks>Builds with 64-bit integers are refused: every call here passes 32-bit ones.</remarks>
    internal static OpenBlasLibrary? TryLoad(out string message)
    {
        LeaveToItself();
        foreach (string path in Candidates)
        {
            if (NativeLibrary.TryLoad(path, out nint handle))
            {
                OpenBlasLibrary library = new(handle, path);
                bool wide = library.Config.Contains("USE64BITINT", StringComparison.Ordinal);
                message = wide ? $"{path} uses 64-bit integers and is not used." : $"{library.Config} ({library.CoreName}) from {path}";
                return wide ? null : library;
            }
        }

        message = "OpenBLAS was not found (Debian: apt-get install libopenblas0-pthread); its columns stay empty.";
        return null;
    }

    /// <summary>Sets how many threads every later call uses.</summary>
    internal void SetThreads(int threads) => _setThreads(threads);

    /// <summary>A function of the library, or null.</summary>
    internal nint TrySymbol(string name) => NativeLibrary.TryGetExport(_handle, name, out nint address) ? address : 0;

    /// <summary>What crossing to native code and back costs, in nanoseconds: it is part of every small peer time.</summary>
    internal double MeasureCallNanoseconds()
    {
        const int calls = 20_000;
        double best = double.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++)
            {
                _ = _getThreads();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls);
        }

        return best;
    }

    /// <summary>Takes out of the environment what would bend its choices: the peer is measured at its best, with the core type and the caches that it finds by itself.</summary>
    /// <remarks>
    /// One machine's settings had it run with its Haswell kernels on a Zen 5, at half of the speed of the SkylakeX kernels that it chooses there, and with half of the cache.
    /// It reads the C library's environment when it is loaded, which .NET's own <see cref="Environment.SetEnvironmentVariable(string, string)"/> leaves as it was.
    /// </remarks>
    private static void LeaveToItself()
    {
        if (OperatingSystem.IsLinux())
        {
            foreach (string name in (ReadOnlySpan<string>)["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"])
            {
                _ = UnsetNativeEnvironment(name);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int UnsetNativeEnvironment(string name);

    private nint Symbol(string name) => NativeLibrary.GetExport(_handle, name);

    private string Text(string name) =>
        Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)Symbol(name))())?.Trim() ?? "";
}
