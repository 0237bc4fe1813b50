using System.Runtime.InteropServices;

namespace FastBias.Kernels;

/// <summary>Keeps a worker that is about to be woken off the processor of the thread that wakes it (Linux; elsewhere nothing happens).</summary>
/// <remarks>
/// Linux puts a thread that wakes up where it last ran only if that processor counts as idle, and in a virtual machine one that its host has put to rest does not:
/// the worker then queues up behind the very thread that waits for it, for milliseconds, beside a processor with nothing to do. So that processor is taken out of those
/// the worker may use. Nothing else is asked for: the system still chooses among all others that it had been given, and a processor that was forbidden stays forbidden.
/// </remarks>
internal sealed unsafe partial class WakeElsewhere
{
    /// <summary>8192 processors, as many as Linux can have.</summary>
    private const int MaskBytes = 1024;

    private readonly byte[] _allowed = new byte[MaskBytes];
    private readonly int _thread;
    private bool _isRefused;

    private WakeElsewhere(int thread) => _thread = thread;

    /// <summary>The processor that the worker may not use; −1 before the first wake-up, or where the system refuses.</summary>
    public int Avoided { get; private set; } = -1;

    /// <summary>The processor that the calling thread runs on.</summary>
    public static int ThisProcessor => CurrentProcessor();

    /// <summary>For the calling thread; null where the system has nothing to ask, or there is no other processor.</summary>
    public static WakeElsewhere? OfThisThread()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            WakeElsewhere own = new(ThreadId());
            fixed (byte* mask = own._allowed)
            {
                return GetAffinity(own._thread, MaskBytes, mask) == 0 && own.Count() > 1 ? own : null;
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>To be called by the thread that wakes the worker, before it does.</summary>
    public void AvoidThisProcessor()
    {
        int processor = CurrentProcessor();
        if (processor == Avoided || _isRefused || (uint)processor >= 8 * MaskBytes || (_allowed[processor >> 3] >> (processor & 7) & 1) == 0)
        {
            return;
        }

        Span<byte> others = stackalloc byte[MaskBytes];
        _allowed.CopyTo(others);
        others[processor >> 3] &= (byte)~(1 << (processor & 7));
        fixed (byte* mask = others)
        {
            // A worker that may run anywhere works as well.
            _isRefused = SetAffinity(_thread, MaskBytes, mask) != 0;
        }

        Avoided = _isRefused ? -1 : processor;
    }

    private int Count()
    {
        int count = 0;
        foreach (byte eight in _allowed)
        {
            count += byte.PopCount(eight);
        }

        return count;
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static partial int CurrentProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAffinity(int thread, nuint length, byte* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAffinity(int thread, nuint length, byte* mask);
}
