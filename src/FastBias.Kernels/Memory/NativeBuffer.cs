using System.Runtime.InteropServices;

namespace FastBias.Kernels;

/// <summary>Aligned native memory that is freed with its handle; large blocks ask the system for large pages.</summary>
internal sealed unsafe partial class NativeBuffer : SafeHandle
{
    private const nuint CacheLine = 64;
    private const nuint LargePage = 2 << 20;
    private const int AdviceHugePage = 14;

    public NativeBuffer(nuint bytes)
        : base(0, ownsHandle: true)
    {
        bool large = bytes >= LargePage;
        nuint alignment = large ? LargePage : CacheLine;
        Bytes = (bytes + alignment - 1) / alignment * alignment;
        SetHandle((nint)NativeMemory.AlignedAlloc(Bytes, alignment));
        if (large)
        {
            AdviseLargePages((void*)handle, Bytes);
        }
    }

    /// <summary>The usable size.</summary>
    public nuint Bytes { get; }

    /// <summary>The address of the first byte.</summary>
    public void* Pointer => (void*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    /// <summary>Translation misses are what is left of a large product's time; where the system does not know the advice, nothing happens.</summary>
    private static void AdviseLargePages(void* address, nuint bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = MemoryAdvise(address, bytes, AdviceHugePage);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Advice only: the memory is as good without it.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
