using System.Numerics;
using FastBias.Bench.Measure;

namespace FastBias.Bench.Peers;

/// <summary>Work space of one LAPACK routine for one problem.</summary>
internal sealed unsafe class LapackWork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Buffer<T> _work;
    private readonly int[] _integers;

    /// <summary>A little more than asked for: single precision cannot always state the length exactly.</summary>
    internal LapackWork(int length, int integers)
    {
        _work = new(length + 64);
        _integers = GC.AllocateArray<int>(Math.Max(1, integers), pinned: true);
        Integers = (int*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_integers, 0);
    }

    /// <summary>LWORK.</summary>
    internal int Length => _work.Length;

    /// <summary>WORK.</summary>
    internal T* Pointer => _work.Pointer;

    /// <summary>IWORK.</summary>
    internal int* Integers { get; }

    /// <summary>IWORK (or JPVT) as a span.</summary>
    internal Span<int> IntegerSpan => _integers;

    /// <summary>Frees it.</summary>
    public void Dispose() => _work.Dispose();
}
