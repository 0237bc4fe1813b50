using System.Numerics;

namespace FastBias;

/// <summary>Lawson's and Hanson's search for the set of coefficients that no bound holds, with two bounds each as Stark and Parker have it.</summary>
internal sealed class ActiveSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SolverInput<T> _input;
    private readonly Matrix<T> _a;
    private readonly Matrix<T> _b;
    private readonly T[] _lower;
    private readonly T[] _upper;
    private readonly T[] _norms;
    private readonly T _rightNorm;
    private readonly List<int> _free = [];
    private readonly bool[] _passedOver;

    /// <summary>A search from the bounds that are nearest to zero.</summary>
    public ActiveSet(SolverInput<T> input, Matrix<T> a, Matrix<T> b, T[] lower, T[] upper)
    {
        (_input, _lower, _upper) = (input, lower, upper);
        X = [.. lower.Select((bound, j) => T.IsFinite(bound) && (!T.IsFinite(upper[j]) || T.Abs(bound) <= T.Abs(upper[j])) ? bound : T.IsFinite(upper[j]) ? upper[j] : T.Zero)];
        _passedOver = new bool[a.Columns];
        _norms = Columns.Norms(a);
        _rightNorm = VectorProduct.Norm<T>(b.Data);
        (_a, _b) = TriangleReduction.Reduce(input, a, b);
    }

    public T[] X { get; }

    public int Iterations { get; private set; }

    public bool IsAtLower(int j) => X[j] == _lower[j];

    public bool IsAtUpper(int j) => X[j] == _upper[j];

    public Status Run(int most)
    {
        while (true)
        {
            (int next, bool upwards) = MostPulling();
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
            if (fitted is null || !(upwards ? fitted[^1] > X[next] : fitted[^1] < X[next]))
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

    /// <summary>The optimality conditions of the problem itself, and not of its triangle.</summary>
    public ActiveSetCertificate<T> Certify(Matrix<T> a, Matrix<T> b)
    {
        T[] residual = SolverMath.Residual<T>(a, new Matrix<T>(X, X.Length, 1), b, _input.Parallelism).Data, gradient = new T[X.Length];
        Product.Multiply<T>(gradient, a.Transposed, residual, _input.Parallelism);
        T dual = T.Zero, stationarity = T.Zero, size = Size();
        for (int j = 0; j < X.Length; j++)
        {
            T pull = gradient[j] == T.Zero ? T.Zero : gradient[j] / _norms[j] / size;
            bool held = IsAtLower(j) || IsAtUpper(j);
            dual = held && Inwards(j, gradient[j]) ? T.Max(dual, T.Abs(pull)) : dual;
            stationarity = held ? stationarity : T.Max(stationarity, T.Abs(pull));
        }

        return new(gradient, VectorProduct.Norm<T>(residual), dual, stationarity);
    }

    /// <summary>Moves to the fit of the free coefficients, or towards it until one meets a bound, and so on.</summary>
    private void Settle(T[]? fitted)
    {
        while (fitted is not null)
        {
            T step = T.One;
            int blocking = -1;
            for (int i = 0; i < fitted.Length; i++)
            {
                int j = _free[i];
                if (fitted[i] <= _lower[j] || fitted[i] >= _upper[j])
                {
                    T current = X[j], bound = fitted[i] <= _lower[j] ? _lower[j] : _upper[j], share = (bound - current) / (fitted[i] - current);
                    (step, blocking) = blocking < 0 || share < step ? (share, i) : (step, blocking);
                }
            }

            for (int i = 0; i < fitted.Length; i++)
            {
                int j = _free[i];
                X[j] = blocking < 0 ? fitted[i] : T.Min(_upper[j], T.Max(_lower[j], X[j] + (step * (fitted[i] - X[j]))));
            }

            if (blocking < 0)
            {
                return;
            }

            X[_free[blocking]] = fitted[blocking] <= _lower[_free[blocking]] ? _lower[_free[blocking]] : _upper[_free[blocking]];
            _free.RemoveAll(j => IsAtLower(j) || IsAtUpper(j));
            fitted = Fit();
        }
    }

    /// <summary>Whether a gradient pulls a coefficient to where its bounds let it go.</summary>
    private bool Inwards(int j, T gradient) => gradient > T.Zero ? X[j] < _upper[j] : gradient < T.Zero && X[j] > _lower[j];

    /// <summary>‖b‖ + Σ‖aⱼ‖·|xⱼ|: what the residual is the difference of.</summary>
    private T Size()
    {
        T size = _rightNorm;
        for (int j = 0; j < X.Length; j++)
        {
            size += _norms[j] * T.Abs(X[j]);
        }

        return size;
    }

    /// <summary>The held coefficient whose column points most along the residual, and whether it is to grow; −1 if none does.</summary>
    private (int Index, bool Upwards) MostPulling()
    {
        T[] residual = SolverMath.Residual<T>(_a, new Matrix<T>(X, X.Length, 1), _b, _input.Parallelism).Data, gradient = new T[X.Length];
        Product.Multiply<T>(gradient, _a.Transposed, residual, _input.Parallelism);
        int best = -1;
        T pull = T.CreateTruncating(10) * RankCutoff.Default<T>(_a.Rows, X.Length) * Size();
        for (int j = 0; j < gradient.Length; j++)
        {
            if (!_passedOver[j] && _norms[j] > T.Zero && T.Abs(gradient[j]) / _norms[j] > pull && Inwards(j, gradient[j]) && !_free.Contains(j))
            {
                (best, pull) = (j, T.Abs(gradient[j]) / _norms[j]);
            }
        }

        return (best, best >= 0 && gradient[best] > T.Zero);
    }

    /// <summary>Least squares in the free columns; null if the last of them depends on the others.</summary>
    private T[]? Fit()
    {
        int rows = _a.Rows, count = _free.Count;
        if (count > rows)
        {
            return null;
        }

        T[] held = [.. X];
        _free.ForEach(j => held[j] = T.Zero);
        Matrix<T> right = SolverMath.Residual<T>(_a, new Matrix<T>(held, held.Length, 1), _b, _input.Parallelism);
        Qr<T> qr = Qr<T>.Factor(SolverMath.PickColumns<T>(_a, [.. _free]), _input.Factor);
        _input.ThrowIfCancelled();
        T[] x = new T[count];
        T noise = T.CreateTruncating(10) * RankCutoff.Default<T>(rows, 1);
        bool dependent = count > 0 && T.Abs(qr.R[count - 1, count - 1]) <= noise * _norms[_free[^1]];
        return !dependent && qr.Solve(new Matrix<T>(x, count, 1), right) == Status.Success ? x : null;
    }
}

/// <summary>Aᵀ(b − A·x) and how far it is from what the bounds allow, relative.</summary>
internal sealed record ActiveSetCertificate<T>(T[] Gradient, T ResidualNorm, T Dual, T Stationarity)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
