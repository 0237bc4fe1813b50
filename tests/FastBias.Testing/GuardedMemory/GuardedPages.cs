using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FastBias.Testing;

/// <summary>Pages of the operating system: mmap and mprotect, or VirtualAlloc and VirtualProtect.</summary>
internal static partial class GuardedPages
{
    private const int ReadWrite = 1 | 2, NoAccess = 0;
    private const uint Commit = 0x1000 | 0x2000, Release = 0x8000, WindowsReadWrite = 4, WindowsNoAccess = 1;

    /// <summary>Zeroed pages.</summary>
    public static nint Map(nuint bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            nint memory = VirtualAlloc(0, bytes, Commit, WindowsReadWrite);
            return memory != 0 ? memory : throw new Win32Exception();
        }

        // MAP_PRIVATE | MAP_ANONYMOUS; the second differs between the systems.
        nint mapping = Mmap(0, bytes, ReadWrite, 2 | (OperatingSystem.IsMacOS() ? 0x1000 : 0x20), -1, 0);
        return mapping != -1 ? mapping : throw new Win32Exception();
    }

    /// <summary>Takes all access from whole pages.</summary>
    public static void Protect(nint address, nuint bytes)
    {
        bool done = OperatingSystem.IsWindows() ? VirtualProtect(address, bytes, WindowsNoAccess, out _) : Mprotect(address, bytes, NoAccess) == 0;
        if (!done)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Gives pages back.</summary>
    public static void Unmap(nint address, nuint bytes)
    {
        bool done = OperatingSystem.IsWindows() ? VirtualFree(address, 0, Release) : Munmap(address, bytes) == 0;
        if (!done)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Mmap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Mprotect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Munmap(nint address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint VirtualAlloc(nint address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(nint address, nuint size, uint protection, out uint old);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualFree(nint address, nuint size, uint type);
}
