using System.Globalization;
using System.Runtime.InteropServices;

namespace FastBias.Kernels;

/// <summary>What the drivers know of the machine: cache sizes, for block sizes only; results never depend on them.</summary>
internal static class MachineInfo
{
    /// <summary>The first-level data cache of a core, in bytes.</summary>
    public static int L1 { get; } = CacheOf(1) ?? (32 << 10);

    /// <summary>The second-level cache of a core, in bytes.</summary>
    public static int L2 { get; } = CacheOf(2) ?? (1 << 20);

    /// <summary>The third-level cache, in bytes; that of the second level where there is none.</summary>
    public static int L3 { get; } = CacheOf(3) ?? L2;

    /// <summary>The name of the processor, or of its architecture where the system does not tell.</summary>
    public static string ProcessorName { get; } = NameOfProcessor() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? NameOfProcessor()
    {
        const string File = "/proc/cpuinfo", Key = "model name";
        try
        {
            return System.IO.File.Exists(File)
                ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What the system says of a level of cache; null where it does not say.</summary>
    private static int? CacheOf(int level)
    {
        const string Folder = "/sys/devices/system/cpu/cpu0/cache";
        try
        {
            foreach (string index in Directory.Exists(Folder) ? Directory.GetDirectories(Folder, "index*") : [])
            {
                if (Read(index, "level") == level.ToString(CultureInfo.InvariantCulture) && Read(index, "type") != "Instruction")
                {
                    return Parse(Read(index, "size"));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name)).Trim();

    private static int? Parse(string text) =>
        text.EndsWith('K') && int.TryParse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture, out int kilobytes) ? kilobytes << 10
        : text.EndsWith('M') && int.TryParse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture, out int megabytes) ? megabytes << 20
        : int.TryParse(text, CultureInfo.InvariantCulture, out int bytes) ? bytes : null;
}
