using FastBias.Kernels;

namespace FastBias;

internal readonly ref partial struct PivotedQrDriver<T>
{
    /// <summary>The longest column next, by the norms as the row that is finished leaves them.</summary>
    private readonly ref struct LongestFirst(PivotedQrDriver<T> driver, MatrixSpan<T> rest, int first, bool isNew, CancellationToken cancellationToken) : IColumnOrder<T>
    {
        private readonly PivotedQrDriver<T> _driver = driver;
        private readonly MatrixSpan<T> _rest = rest;

        public void First<TReduction>(scoped in TReduction reduction)
            where TReduction : IColumnReduction<T>, allows ref struct
        {
            if (isNew)
            {
                _driver._norms.Begin();
            }

            Bring(reduction, 0);
        }

        public int Next<TReduction>(scoped in TReduction reduction, int j, T factor)
            where TReduction : IColumnReduction<T>, allows ref struct
        {
            int next = j + 1;
            Span<T> row = _driver._f.RowSpan(0)[..(_rest.Columns - next)];
            reduction.CopyRow(j, factor, row);
            for (int c = 0; c < row.Length; c++)
            {
                if (!_driver._norms.Reduce(first + next + c, row[c]))
                {
                    Span<T> x = _driver._column[..(_rest.Rows - next)];
                    reduction.CopyColumn(j, factor, next + c, x);
                    _driver._norms.Set(first + next + c, VectorKernels.Norm<T>(x));
                }
            }

            return Bring(reduction, next);
        }

        private int Bring<TReduction>(scoped in TReduction reduction, int next)
            where TReduction : IColumnReduction<T>, allows ref struct
        {
            cancellationToken.ThrowIfCancellationRequested();
            int pivot = _driver.Choose(first + next);
            if (pivot != first + next)
            {
                ColumnExchange.Swap(_driver._a.Slice(0, 0, first, _driver._a.Columns), first + next, pivot);
                reduction.Exchange(next, pivot - first);
            }

            return pivot - first;
        }
    }
}
