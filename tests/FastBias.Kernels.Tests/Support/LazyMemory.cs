using System.Runtime.InteropServices;

namespace FastBias.Kernels.Tests;

/// <summary>Address space without memory behind it until it is touched: for strides that no array has.</summary>
internal sealed unsafe partial class LazyMemory : IDisposable
{
    private const int ReadWrite = 1 | 2, PrivateAnonymousNoReserve = 2 | 0x20 | 0x4000;
    private readonly nuint _bytes;

    public LazyMemory(nuint bytes)
    {
        _bytes = bytes;
        nint address = Map(0, bytes, ReadWrite, PrivateAnonymousNoReserve, -1, 0);
        Pointer = address == -1 ? null : (void*)address;
    }

    /// <summary>Whether this system has such memory to give (Linux, with overcommit).</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() && nint.Size == 8;

    /// <summary>The first byte; null where the system refused.</summary>
    public void* Pointer { get; }

    public void Dispose()
    {
        if (Pointer is not null)
        {
            _ = Unmap((nint)Pointer, _bytes);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
