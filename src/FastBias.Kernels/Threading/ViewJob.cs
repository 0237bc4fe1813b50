using System.Numerics;

namespace FastBias.Kernels;

/// <summary>Work in parts on matrix views. No field can hold a view; so they are pinned while the parts run, and made anew for each part.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal abstract unsafe class ViewJob<T> : IParallelJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Pinned[] _views = new Pinned[6];

    public abstract void Execute(int part);

    /// <summary>Runs all parts on up to <paramref name="threads"/> threads.</summary>
    protected void Run(
        int parts, int threads, MatrixSpan<T> v0, MatrixSpan<T> v1 = default, MatrixSpan<T> v2 = default, MatrixSpan<T> v3 = default, MatrixSpan<T> v4 = default, MatrixSpan<T> v5 = default)
    {
        fixed (T* p0 = &v0.Reference, p1 = &v1.Reference, p2 = &v2.Reference, p3 = &v3.Reference, p4 = &v4.Reference, p5 = &v5.Reference)
        {
            _views[0] = new(p0, v0);
            _views[1] = new(p1, v1);
            _views[2] = new(p2, v2);
            _views[3] = new(p3, v3);
            _views[4] = new(p4, v4);
            _views[5] = new(p5, v5);
            WorkerPool.Run(this, parts, threads);
        }
    }

    /// <summary>A view of the run.</summary>
    protected MatrixSpan<T> View(int index) => _views[index].View;

    /// <summary>A view that the parts only read, as one of the run.</summary>
    protected static MatrixSpan<T> OnlyRead(ReadOnlyMatrixSpan<T> view) => new(ref view.Reference, view.Rows, view.Columns, view.RowStride, view.ColumnStride);

    private readonly struct Pinned(T* pointer, MatrixSpan<T> view)
    {
        private readonly T* _pointer = pointer;
        private readonly (int Rows, int Columns, nint RowStride, nint ColumnStride) _shape = (view.Rows, view.Columns, view.RowStride, view.ColumnStride);

        public MatrixSpan<T> View => new(ref *_pointer, _shape.Rows, _shape.Columns, _shape.RowStride, _shape.ColumnStride);
    }
}
