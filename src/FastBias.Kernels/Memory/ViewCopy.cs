using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Copies of views by kernels.</summary>
internal static unsafe class ViewCopy
{
    /// <summary>Rows of more elements are copied one by one as fast as by a kernel.</summary>
    public const int LongRow = 128;

    /// <summary>Copies if there is a kernel for the type, the destination has contiguous rows and the source rows or columns, and they do not overlap.</summary>
    public static bool TryCopy<T>(in ReadOnlyMatrixSpan<T> source, in MatrixSpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool hasKernels = typeof(T) == typeof(double) || typeof(T) == typeof(float);
        if (!hasKernels || destination.ColumnStride != 1 || (source.ColumnStride != 1 && source.RowStride != 1) || ViewOverlap.Exists(destination, source))
        {
            return false;
        }

        fixed (T* from = &source.Reference, to = &destination.Reference)
        {
            GemmPacking<T>.Copy(Kernels<T>.Current, from, source.RowStride, source.ColumnStride, source.Rows, source.Columns, to, destination.RowStride);
        }

        return true;
    }
}
