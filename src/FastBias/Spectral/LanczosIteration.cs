using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Block Lanczos with thick restarts.</summary>
/// <remarks>
/// <code>
///   basis   [ kept Ritz vectors | expanded blocks | last block, not yet applied ]
///             0                                    Expanded                 Count
///   H = Q·A·Qᵀ of the expanded part: all its elements come from the orthogonalization of A·(block), kept vectors included
///   residual of the Ritz vector y:  ‖y_last·L‖, L what the last expanded block gave to the block behind it
/// </code>
/// </remarks>
internal sealed class LanczosIteration<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _a;
    private readonly KrylovPlan<T> _plan;
    private readonly LanczosOptions _options;
    private readonly KrylovBasis<T> _basis;
    private readonly Matrix<T> _projected;
    private int _expanded;
    private int _steps;
    private int _lastFirst;
    private Matrix<T> _lower = new(0, 0);

    public LanczosIteration(ILinearOperator<T> a, KrylovPlan<T> plan, LanczosOptions options)
    {
        _a = a;
        _plan = plan;
        _options = options;
        _basis = new KrylovBasis<T>(plan.Basis, a.Columns, new RandomSource(options.Seed), options.Parallelism);
        _projected = new Matrix<T>(plan.Basis, plan.Basis);
    }

    /// <summary>Runs from a random block, or from given vectors in rows.</summary>
    public DominantEigenpairs<T> Run(Matrix<T>? start)
    {
        if (start is null)
        {
            _basis.AppendRandom(_plan.Block);
        }
        else
        {
            _basis.Append(start);
        }

        int look = start is null ? Math.Min(_plan.Basis, _plan.Count + _plan.Block) : 0;
        while (true)
        {
            if (_options.CancellationToken.IsCancellationRequested)
            {
                return Nothing(Status.Cancelled);
            }

            if (!Expand())
            {
                return Nothing(Status.NonFiniteInput);
            }

            bool full = _basis.Count == _expanded || _basis.Count + _plan.Block > _basis.Capacity, last = _steps == _options.MaxIterations;
            if ((_expanded < look && !full && !last) || _expanded < _plan.Count)
            {
                if (last)
                {
                    return Nothing(Status.NotConverged);
                }

                continue;
            }

            Ritz ritz = RayleighRitz();
            bool converged = ritz.Converged || _expanded == _a.Columns;
            if (converged || last)
            {
                return Result(ritz, converged ? Status.Success : Status.NotConverged);
            }

            look = _plan.NextLook(_expanded);
            if (full)
            {
                Restart(ritz);
                look = _plan.NextLook(_expanded);
            }
        }
    }

    /// <summary>Applies A to the last block and orthogonalizes: one column block of H, and a new last block.</summary>
    private bool Expand()
    {
        int count = _basis.Count - _expanded;
        Matrix<T> image = new(count, _a.Rows);
        _a.ApplyRows(image.AsSpan(), _basis.Rows(_expanded, count));
        _steps++;
        _options.Progress?.Report(_steps);
        if (!T.IsFinite(VectorKernels.MaxAbs<T>(image.Data)))
        {
            return false;
        }

        (Matrix<T> coefficients, _lower) = _basis.Append(image);
        for (int i = 0; i < count; i++)
        {
            for (int l = 0; l < coefficients.Columns; l++)
            {
                _projected[l, _expanded + i] = _projected[_expanded + i, l] = coefficients[i, l];
            }
        }

        _lastFirst = _expanded;
        _expanded += count;
        return true;
    }

    private Ritz RayleighRitz()
    {
        SymmetricEigen<T> eigen = SymmetricEigen<T>.Factor(_projected.Slice(0, 0, _expanded, _expanded));
        int[] order = [.. Enumerable.Range(0, _expanded)];
        Comparison<T> compare = _options.End switch
        {
            SpectrumEnd.Largest => (x, y) => y.CompareTo(x),
            SpectrumEnd.Smallest => (x, y) => x.CompareTo(y),
            _ => (x, y) => T.Abs(y).CompareTo(T.Abs(x)),
        };
        Array.Sort(order, (i, j) => compare(eigen.Values[i], eigen.Values[j]) is var sign && sign != 0 ? sign : i.CompareTo(j));
        T[] values = [.. order.Select(i => eigen.Values[i])];
        Matrix<T> rows = new(_expanded, _expanded);
        for (int k = 0; k < _expanded; k++)
        {
            eigen.Vectors.Slice(0, order[k], _expanded, 1).Transposed.CopyTo(rows.Slice(k, 0, 1, _expanded));
        }

        T[] residuals = new T[_plan.Count];
        T largest = VectorKernels.MaxAbs<T>(values);
        bool converged = true;
        for (int k = 0; k < residuals.Length; k++)
        {
            residuals[k] = Residual(rows.Row(k));
            converged &= residuals[k] <= _plan.Tolerance * largest;
        }

        return new Ritz(values, rows, residuals, converged);
    }

    private T Residual(ReadOnlySpan<T> y)
    {
        T[] part = new T[_lower.Columns];
        for (int i = 0; i < _lower.Rows; i++)
        {
            VectorKernels.Axpy<T>(part, y[_lastFirst + i], _lower.Row(i));
        }

        return VectorKernels.Norm<T>(part);
    }

    private void Restart(Ritz ritz)
    {
        int keep = Math.Max(_plan.Count, Math.Min(_plan.Keep, _expanded));
        _basis.Restart(ritz.Rows.Slice(0, 0, keep, _expanded), _expanded);
        _projected.AsSpan().Fill(T.Zero);
        for (int k = 0; k < keep; k++)
        {
            _projected[k, k] = ritz.Values[k];
        }

        _expanded = keep;
    }

    private DominantEigenpairs<T> Result(Ritz ritz, Status status) => new(
        status,
        ritz.Values[.._plan.Count],
        _basis.Combine(ritz.Rows.Slice(0, 0, _plan.Count, _expanded), _expanded),
        ritz.Residuals,
        _steps);

    private DominantEigenpairs<T> Nothing(Status status) => new(status, [], new Matrix<T>(_a.Columns, 0), [], _steps);

    private readonly record struct Ritz(T[] Values, Matrix<T> Rows, T[] Residuals, bool Converged);
}
