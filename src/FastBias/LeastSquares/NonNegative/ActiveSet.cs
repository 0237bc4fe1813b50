using System.Numerics;

namespace FastBias;

/// <summary>Lawson's and Hanson's search for the set of positive coefficients.</summary>
internal sealed class ActiveSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SolverInput<T> _input;
    private readonly Matrix<T> _a;
    private readonly Matrix<T> _b;
    private readonly T[] _norms;
    private readonly T _tolerance;
    private readonly List<int> _free = [];
    private readonly bool[] _passedOver;

    public ActiveSet(SolverInput<T> input, Matrix<T> a, Matrix<T> b)
    {
        _input = input;
        X = new T[a.Columns];
        _passedOver = new bool[a.Columns];
        _norms = Columns.Norms(a);
        _tolerance = T.CreateTruncating(10 * Math.Max(a.Rows, a.Columns)) * FactorRange<T>.Epsilon * VectorProduct.Norm<T>(b.Data);
        (_a, _b) = TriangleReduction.Reduce(input, a, b);
    }

    public T[] X { get; }

    public int Iterations { get; private set; }

    public Status Run(int most)
    {
        while (true)
        {
            int next = MostPulling();
            if (next < 0)
            {
                return Status.Success;
            }

            if (Iterations == most)
            {
                return Status.NotConverged;
            }

            Iterations++;
            _input.ThrowIfCancelled();
            _free.Add(next);
            T[]? fitted = Fit();
            if (fitted is null || !(fitted[^1] > T.Zero))
            {
                // It depends on the free columns, or only rounding made it look useful.
                _free.RemoveAt(_free.Count - 1);
                _passedOver[next] = true;
                continue;
            }

            Array.Clear(_passedOver);
            Settle(fitted);
        }
    }

    /// <summary>Moves to the fit of the free coefficients, or towards it until one becomes zero, and so on.</summary>
    private void Settle(T[]? fitted)
    {
        while (fitted is not null)
        {
            T step = T.One;
            int blocking = -1;
            for (int i = 0; i < fitted.Length; i++)
            {
                if (fitted[i] <= T.Zero)
                {
                    T current = X[_free[i]], share = current / (current - fitted[i]);
                    (step, blocking) = blocking < 0 || share < step ? (share, i) : (step, blocking);
                }
            }

            for (int i = 0; i < fitted.Length; i++)
            {
                T current = X[_free[i]];
                X[_free[i]] = blocking < 0 ? fitted[i] : T.Max(T.Zero, current + (step * (fitted[i] - current)));
            }

            if (blocking < 0)
            {
                return;
            }

            X[_free[blocking]] = T.Zero;
            _free.RemoveAll(j => X[j] == T.Zero);
            fitted = Fit();
        }
    }

    /// <summary>The held coefficient whose column points most towards the residual; −1 if none does.</summary>
    private int MostPulling()
    {
        T[] residual = SolverMath.Residual<T>(_a, new Matrix<T>(X, X.Length, 1), _b, _input.Parallelism).Data, gradient = new T[X.Length];
        Product.Multiply<T>(gradient, _a.Transposed, residual, _input.Parallelism);
        int best = -1;
        T pull = _tolerance;
        for (int j = 0; j < gradient.Length; j++)
        {
            if (!_passedOver[j] && _norms[j] > T.Zero && gradient[j] / _norms[j] > pull && !_free.Contains(j))
            {
                (best, pull) = (j, gradient[j] / _norms[j]);
            }
        }

        return best;
    }

    /// <summary>Least squares in the free columns; null if the last of them depends on the others.</summary>
    private T[]? Fit()
    {
        int rows = _a.Rows, count = _free.Count;
        if (count > rows)
        {
            return null;
        }

        Qr<T> qr = Qr<T>.Factor(SolverMath.PickColumns<T>(_a, [.. _free]), _input.Factor);
        _input.ThrowIfCancelled();
        T[] x = new T[count];
        T noise = T.CreateTruncating(10 * Math.Max(rows, 1)) * FactorRange<T>.Epsilon;
        bool dependent = count > 0 && T.Abs(qr.R[count - 1, count - 1]) <= noise * _norms[_free[^1]];
        return !dependent && qr.Solve(new Matrix<T>(x, count, 1), _b) == Status.Success ? x : null;
    }
}
