using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Coordinate descent on ½‖A·x − b‖² + λ‖x‖₁, started where the last λ ended.</summary>
internal sealed class CoordinateDescent<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many sweeps over the coefficients that are not zero come between two over all.</summary>
    private const int ActiveSweeps = 20;

    private readonly SolverInput<T> _input;

    /// <summary>The columns of A as rows, which are contiguous.</summary>
    private readonly Matrix<T> _columns;
    private readonly Matrix<T> _a;
    private readonly T[] _b;
    private readonly T[] _squares;
    private readonly T[] _gradient;
    private T[] _residual;

    public CoordinateDescent(SolverInput<T> input, Matrix<T> a, Matrix<T> b)
    {
        _input = input;
        (_a, Matrix<T> right) = TriangleReduction.Reduce(input, a, b);
        _b = right.Data;
        _columns = Matrix<T>.Copy(_a.Transposed);
        _squares = new T[_columns.Rows];
        for (int j = 0; j < _squares.Length; j++)
        {
            _squares[j] = VectorProduct.Dot<T>(_columns.Row(j), _columns.Row(j));
        }

        X = new T[_columns.Rows];
        _gradient = new T[_columns.Rows];
        _residual = [.. _b];
        Product.Multiply<T>(_gradient, _columns, _b, input.Parallelism);
        LargestLambda = VectorKernels.MaxAbs<T>(_gradient);
    }

    public T[] X { get; }

    public T LargestLambda { get; }

    /// <summary>Improves X until the duality gap is small enough, or the cap is reached.</summary>
    public (T Gap, int Sweeps) Solve(T lambda, T tolerance, int mostSweeps)
    {
        Refresh();
        T gap = Gap(lambda);
        string last = string.Empty;
        for (int sweep = 1; ; sweep++)
        {
            if (gap <= tolerance || sweep > mostSweeps)
            {
                return (gap, sweep - 1);
            }

            _input.ThrowIfCancelled();
            Sweep(lambda, onlyActive: false);
            for (int i = 0; i < ActiveSweeps; i++)
            {
                Sweep(lambda, onlyActive: true);
            }

            Refresh();
            gap = Gap(lambda);
            string signs = string.Concat(X.Select(x => x > T.Zero ? '+' : x < T.Zero ? '-' : '0'));
            if (gap > tolerance && signs == last)
            {
                gap = Polish(lambda, gap);
            }

            last = signs;
        }
    }

    private void Sweep(T lambda, bool onlyActive)
    {
        for (int j = 0; j < X.Length; j++)
        {
            if (_squares[j] == T.Zero || (onlyActive && X[j] == T.Zero))
            {
                continue;
            }

            ReadOnlySpan<T> column = _columns.Row(j);
            T target = T.FusedMultiplyAdd(_squares[j], X[j], VectorProduct.Dot(column, _residual));
            T next = target > lambda ? (target - lambda) / _squares[j] : target < -lambda ? (target + lambda) / _squares[j] : T.Zero;
            if (next != X[j])
            {
                VectorProduct.AddScaled(_residual, X[j] - next, column);
                X[j] = next;
            }
        }
    }

    /// <summary>The residual from X itself: updates drift.</summary>
    private void Refresh() => _residual = SolverMath.Residual<T>(_a, new Matrix<T>(X, X.Length, 1), new Matrix<T>(_b, _b.Length, 1), _input.Parallelism).Data;

    /// <summary>½(1 − s)²‖r‖² + Σ(λ|xⱼ| − s·xⱼ·aⱼᵀr), for the s that makes s·r dual feasible and the gap least.</summary>
    private T Gap(T lambda)
    {
        Product.Multiply<T>(_gradient, _columns, _residual, _input.Parallelism);
        T steepest = VectorKernels.MaxAbs<T>(_gradient), squared = VectorProduct.Dot<T>(_residual, _residual);
        if (squared == T.Zero)
        {
            // θ = 0: the gap is the penalty itself.
            return X.Aggregate(T.Zero, (sum, x) => sum + (lambda * T.Abs(x)));
        }

        T best = VectorProduct.Dot<T>(_b, _residual) / squared, limit = steepest > T.Zero ? lambda / steepest : T.PositiveInfinity;
        T scale = T.Clamp(best, -limit, limit), missing = T.One - scale;
        T gap = missing * missing * squared / T.CreateTruncating(2);
        for (int j = 0; j < X.Length; j++)
        {
            gap += T.Max(T.Zero, (lambda * T.Abs(X[j])) - (scale * X[j] * _gradient[j]));
        }

        return gap;
    }

    /// <summary>The exact solution for the signs as they are: A_Sᵀ(b − A_S·x) = λ·sign; kept if it has these signs and a smaller gap.</summary>
    private T Polish(T lambda, T gap)
    {
        int[] support = [.. Enumerable.Range(0, X.Length).Where(j => X[j] != T.Zero)];
        if (support.Length == 0 || support.Length > _a.Rows || ExactFor(support, lambda) is not { } exact)
        {
            return gap;
        }

        T[] before = (T[])X.Clone();
        for (int i = 0; i < support.Length; i++)
        {
            X[support[i]] = exact[i];
        }

        Refresh();
        T after = Gap(lambda);
        if (after < gap)
        {
            return after;
        }

        before.CopyTo(X, 0);
        Refresh();
        return Gap(lambda);
    }

    /// <summary>x = R⁻¹·(Qᵀb − λ·R⁻ᵀ·sign); null where the columns depend on each other or a sign changes.</summary>
    private T[]? ExactFor(int[] support, T lambda)
    {
        int count = support.Length;
        Matrix<T> columns = new(_a.Rows, count), right = new((T[])_b.Clone(), _b.Length, 1), signs = new(count, 1);
        for (int i = 0; i < count; i++)
        {
            _columns.Slice(support[i], 0, 1, _a.Rows).Transposed.CopyTo(columns.Slice(0, i, _a.Rows, 1));
            signs[i, 0] = T.CopySign(lambda, X[support[i]]);
        }

        Qr<T> qr = Qr<T>.Factor(columns, _input.Factor);
        _input.ThrowIfCancelled();
        qr.ApplyQTransposed(right);
        Triangular.Solve<T>(signs, ((ReadOnlyMatrixSpan<T>)qr.R).Transposed, Triangle.Lower);
        Matrix<T> x = Matrix<T>.Copy(right.Slice(0, 0, count, 1));
        VectorProduct.AddScaled<T>(x.Data, -T.One, signs.Data);
        Triangular.Solve<T>(x, qr.R, Triangle.Upper);
        for (int i = 0; i < count; i++)
        {
            if (!T.IsFinite(x[i, 0]) || T.Sign(x[i, 0]) != T.Sign(X[support[i]]))
            {
                return null;
            }
        }

        return x.Data;
    }
}
