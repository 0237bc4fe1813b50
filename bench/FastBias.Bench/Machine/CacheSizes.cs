namespace FastBias.Bench.Machine;

/// <summary>The data caches that one core sees, in bytes.</summary>
internal sealed record CacheSizes(long Level1, long Level2, long Level3)
{
    /// <summary>The last level there is.</summary>
    internal long Last => Math.Max(Level1, Math.Max(Level2, Level3));

    /// <summary>Read from sysfs; where it does not tell, 32 KiB, 1 MiB and 32 MiB.</summary>
    internal static CacheSizes Read(string root = "/sys/devices/system/cpu/cpu0/cache")
    {
        long[] bytes = [0, 32 << 10, 1 << 20, 32 << 20];
        if (Directory.Exists(root))
        {
            foreach (string folder in Directory.GetDirectories(root, "index*"))
            {
                if (int.TryParse(ReadText(folder, "level"), out int level) && level is >= 1 and <= 3 && ReadText(folder, "type") != "Instruction")
                {
                    bytes[level] = ParseSize(ReadText(folder, "size")) ?? bytes[level];
                }
            }
        }

        return new(bytes[1], bytes[2], bytes[3]);
    }

    /// <summary>"36608K" in bytes.</summary>
    internal static long? ParseSize(string text)
    {
        long unit = text.Length == 0 ? 0 : text[^1] switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 1 };
        string digits = unit > 1 ? text[..^1] : text;
        return long.TryParse(digits, out long count) && count > 0 ? count * unit : null;
    }

    private static string ReadText(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }
}
