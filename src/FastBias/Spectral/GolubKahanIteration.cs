using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Block Golub-Kahan bidiagonalization with thick restarts.</summary>
/// <remarks>
/// <code>
///   V  [ kept | expanded | last block ]     A·V_exp = U·B          B = U·A·Vᵀ, from the orthogonalization of A·(block) against U
///   U  [ kept | expanded ]                  Aᵀ·U = V_exp·Bᵀ + (last block)·Lᵀ
///   B = P·Σ·Wᵀ:   A·v = σ·u exactly,   ‖Aᵀ·u − σ·v‖ = ‖p_last·L‖
/// </code>
/// A wide A is transposed first: the left vectors are then the longer ones, and the right ones span everything at most once.
/// </remarks>
internal sealed class GolubKahanIteration<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILinearOperator<T> _a;
    private readonly bool _transposed;
    private readonly KrylovPlan<T> _plan;
    private readonly LanczosOptions _options;
    private readonly KrylovBasis<T> _right;
    private readonly KrylovBasis<T> _left;
    private readonly Matrix<T> _projected;
    private Matrix<T> _lower = new(0, 0);
    private int _expanded;
    private int _lastFirst;
    private int _steps;

    public GolubKahanIteration(ILinearOperator<T> a, KrylovPlan<T> plan, LanczosOptions options)
    {
        _transposed = a.Rows < a.Columns;
        _a = _transposed ? new TransposedOperator<T>(a) : a;
        _plan = plan;
        _options = options;
        RandomSource random = new(options.Seed);
        _right = new KrylovBasis<T>(plan.Basis, _a.Columns, random.Split(0), options.Parallelism);
        _left = new KrylovBasis<T>(plan.Basis, _a.Rows, random.Split(1), options.Parallelism);
        _projected = new Matrix<T>(plan.Basis, plan.Basis);
    }

    /// <summary>Runs from a random block, or from given right vectors in rows (left ones where A is wide).</summary>
    public PartialSvd<T> Run(Matrix<T>? start)
    {
        if (start is null)
        {
            _right.AppendRandom(_plan.Block);
        }
        else
        {
            _right.Append(start);
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

            bool full = _right.Count == _expanded || _right.Count + _plan.Block > _right.Capacity, last = _steps == _options.MaxIterations;
            if ((_expanded < look && !full && !last) || _expanded < _plan.Count)
            {
                if (last)
                {
                    return Nothing(Status.NotConverged);
                }

                continue;
            }

            Svd<T> small = Svd<T>.Factor(_projected.Slice(0, 0, _expanded, _expanded), new SvdOptions { Finite = FinitePolicy.Assume });
            T[] residuals = Residuals(small);
            bool converged = _expanded == _a.Columns || residuals.All(r => r <= _plan.Tolerance * small.S[0]);
            if (converged || last)
            {
                return Result(small, residuals, converged ? Status.Success : Status.NotConverged);
            }

            if (full)
            {
                Restart(small);
            }

            look = _plan.NextLook(_expanded);
        }
    }

    private bool Expand()
    {
        int count = _right.Count - _expanded, before = _left.Count;
        Matrix<T> image = new(count, _a.Rows);
        _a.ApplyRows(image.AsSpan(), _right.Rows(_expanded, count));
        _steps++;
        _options.Progress?.Report(_steps);
        if (!T.IsFinite(VectorKernels.MaxAbs<T>(image.Data)))
        {
            return false;
        }

        (Matrix<T> coefficients, Matrix<T> lower) = _left.Append(image);
        for (int i = 0; i < count; i++)
        {
            for (int l = 0; l < before; l++)
            {
                _projected[l, _expanded + i] = coefficients[i, l];
            }

            for (int l = 0; l < lower.Columns; l++)
            {
                _projected[before + l, _expanded + i] = lower[i, l];
            }
        }

        Matrix<T> back = new(count, _a.Columns);
        _a.ApplyTransposedRows(back.AsSpan(), _left.Rows(before, count));
        if (!T.IsFinite(VectorKernels.MaxAbs<T>(back.Data)))
        {
            return false;
        }

        (_, _lower) = _right.Append(back);
        _lastFirst = _expanded;
        _expanded += count;
        return true;
    }

    private T[] Residuals(Svd<T> small)
    {
        T[] residuals = new T[_plan.Count];
        for (int k = 0; k < residuals.Length; k++)
        {
            T[] part = new T[_lower.Columns];
            for (int i = 0; i < _lower.Rows; i++)
            {
                VectorKernels.Axpy<T>(part, small.U[_lastFirst + i, k], _lower.Row(i));
            }

            residuals[k] = VectorKernels.Norm<T>(part);
        }

        return residuals;
    }

    private void Restart(Svd<T> small)
    {
        int keep = Math.Max(_plan.Count, Math.Min(_plan.Keep, _expanded));
        _left.Restart(LeftRows(small, keep), _expanded);
        _right.Restart(small.Vt.Slice(0, 0, keep, _expanded), _expanded);
        _projected.AsSpan().Fill(T.Zero);
        for (int k = 0; k < keep; k++)
        {
            _projected[k, k] = small.S[k];
        }

        _expanded = keep;
    }

    private PartialSvd<T> Result(Svd<T> small, T[] residuals, Status status)
    {
        Matrix<T> left = _left.Combine(LeftRows(small, _plan.Count), _expanded), right = _right.Combine(small.Vt.Slice(0, 0, _plan.Count, _expanded), _expanded);
        (Matrix<T> u, Matrix<T> v) = _transposed ? (right, left) : (left, right);
        return new PartialSvd<T>(status, u, small.S[.._plan.Count], Matrix<T>.Copy(v.Transposed), _steps) { Residuals = residuals };
    }

    private static ReadOnlyMatrixSpan<T> LeftRows(Svd<T> small, int count) => ((ReadOnlyMatrixSpan<T>)small.U).Slice(0, 0, small.U.Rows, count).Transposed;

    private PartialSvd<T> Nothing(Status status) => PartialSvd<T>.Nothing(status, _transposed ? _a.Columns : _a.Rows, _transposed ? _a.Rows : _a.Columns, _steps);
}
