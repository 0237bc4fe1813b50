using System.Numerics;

namespace FastBias;

/// <summary>The simplex method for min ‖x‖₁ subject to M·x = c, M with full row rank.</summary>
/// <remarks>
/// <code>
///   basis B (r columns), x_B = B⁻¹·c, signs s = sign(x_B), others zero       y = B⁻ᵀ·s,  v = Mᵀ·y,  |v_B| = 1
///   a column j with |vⱼ| &gt; 1 enters in the direction sign(vⱼ):  x_B(t) = x_B − t·u,  u = B⁻¹·mⱼ·sign(vⱼ)
///   slope of ‖x‖₁:  1 − |vⱼ|, and + 2|uᵢ| behind each breakpoint |xᵢ|/|uᵢ| where element i changes its sign
///   the element at whose breakpoint the slope turns positive leaves
/// </code>
/// The signs of basic zeros belong to the basis: a degenerate step only turns them. A sparse solution makes most basic elements zero, and steps of length zero could go round in
/// circles; so the search is first made with c moved a little, to where no basic element is zero. The dual point does not depend on c, and the basis found is optimal for c itself too,
/// unless an element has changed its sign; then the search goes on from there.
/// </remarks>
internal sealed class OneNormSimplex<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The inverse of the basis is computed anew after so many updates.</summary>
    private const int Refresh = 40;

    private readonly SolverInput<T> _input;
    private readonly IProgress<int>? _progress;
    private readonly Matrix<T> _m;
    private readonly T[] _signs;
    private readonly T[] _values;
    private readonly bool[] _isBasic;
    private readonly T _tolerance;
    private Matrix<T> _inverse;
    private T[] _c;

    public OneNormSimplex(SolverInput<T> input, Matrix<T> m, T[] c, int[] basis, IProgress<int>? progress)
    {
        (_input, _m, _c, Basis, _progress) = (input, m, c, basis, progress);
        _isBasic = new bool[m.Columns];
        foreach (int j in basis)
        {
            _isBasic[j] = true;
        }

        _signs = new T[basis.Length];
        _values = new T[basis.Length];
        _inverse = new(basis.Length, basis.Length);
        _tolerance = T.CreateTruncating(32) * RankCutoff.Default<T>(Math.Max(8, m.Rows), m.Columns);
        Invert();
        for (int i = 0; i < _signs.Length; i++)
        {
            _signs[i] = T.CopySign(T.One, _values[i]);
        }
    }

    /// <summary>The columns of the basis.</summary>
    public int[] Basis { get; }

    public int Iterations { get; private set; }

    /// <summary>y = B⁻ᵀ·s.</summary>
    public T[] Dual()
    {
        T[] y = new T[_signs.Length];
        Product.Multiply<T>(y, _inverse.Transposed, _signs, _input.Parallelism);
        return y;
    }

    /// <summary>Searches until no column promises anything, or the cap is reached.</summary>
    public void Run(int most)
    {
        T[] given = _c;
        _c = Moved();
        Invert();
        Search(most);
        _c = given;
        Invert();
        T noise = Kernels.VectorKernels.MaxAbs<T>(_values) * _tolerance;
        for (int i = 0; i < _signs.Length; i++)
        {
            _signs[i] = T.Abs(_values[i]) > noise ? T.CopySign(T.One, _values[i]) : _signs[i];
        }

        Search(most);
    }

    /// <summary>c + B·δ: each basic element grows by a little, by another amount each (the multiples of the golden section, which are spread evenly).</summary>
    private T[] Moved()
    {
        T unit = T.Sqrt(T.Sqrt(FactorRange<T>.Epsilon)) / T.CreateTruncating(64) * Kernels.VectorKernels.MaxAbs<T>(_values);
        T golden = (T.Sqrt(T.CreateTruncating(5)) - T.One) / T.CreateTruncating(2), fraction = T.Zero;
        T[] moved = [.. _c];
        for (int i = 0; i < Basis.Length; i++)
        {
            fraction += golden;
            fraction -= T.Floor(fraction);
            VectorProduct.AddScaled<T>(moved, _signs[i] * unit * (T.One + fraction), _m.Column(Basis[i]));
        }

        return moved;
    }

    private void Search(int most)
    {
        int stalled = 0, patience = 2 * (_m.Rows + 10);
        T best = T.PositiveInfinity;
        while (Iterations < most && _m.Rows > 0)
        {
            _input.ThrowIfCancelled();
            T[] slopes = new T[_m.Columns];
            Product.Multiply<T>(slopes, _m.Transposed, Dual(), _input.Parallelism);
            int entering = Entering(slopes, firstOnly: stalled > patience);
            if (entering < 0 || !Step(entering, slopes[entering]))
            {
                return;
            }

            Iterations++;
            _progress?.Report(Iterations);
            if (Iterations % Refresh == 0)
            {
                Invert();
            }

            T norm = _values.Aggregate(T.Zero, (sum, value) => sum + T.Abs(value));
            stalled = norm < best ? 0 : stalled + 1;
            best = T.Min(best, norm);
        }
    }

    /// <summary>The column that promises most; in a stall the first that promises anything (Bland), which cannot cycle for long.</summary>
    private int Entering(T[] slopes, bool firstOnly)
    {
        int best = -1;
        T most = T.One + _tolerance;
        for (int j = 0; j < slopes.Length; j++)
        {
            if (!_isBasic[j] && T.Abs(slopes[j]) > most)
            {
                (best, most) = (j, T.Abs(slopes[j]));
                if (firstOnly)
                {
                    break;
                }
            }
        }

        return best;
    }

    private bool Step(int entering, T slope)
    {
        T direction = T.CopySign(T.One, slope);
        T[] u = new T[_values.Length];
        Product.Multiply<T>(u, _inverse, _m.Column(entering), direction, T.Zero, _input.Parallelism);
        if (Leaving(u, T.One - T.Abs(slope)) is not (int leaving, T length))
        {
            return false;
        }

        for (int i = 0; i < u.Length; i++)
        {
            _values[i] = T.FusedMultiplyAdd(-length, u[i], _values[i]);
        }

        Replace(leaving, entering, direction, length, u);
        return true;
    }

    /// <summary>The breakpoint at which the slope turns; the signs of those before it are turned.</summary>
    private (int Leaving, T Length)? Leaving(T[] u, T slope)
    {
        T largest = Kernels.VectorKernels.MaxAbs<T>(u), noise = largest * _tolerance;
        int[] candidates = [.. Enumerable.Range(0, u.Length).Where(i => _signs[i] * u[i] > noise)];
        T[] lengths = [.. candidates.Select(i => T.Max(T.Zero, _signs[i] * _values[i]) / (_signs[i] * u[i]))];

        // Among equal breakpoints the largest pivot comes last and leaves if it can.
        int[] order = [.. Enumerable.Range(0, candidates.Length).OrderBy(k => lengths[k]).ThenBy(k => T.Abs(u[candidates[k]])).ThenBy(k => Basis[candidates[k]])];
        foreach (int k in order)
        {
            int i = candidates[k];
            slope += T.Abs(u[i]) + T.Abs(u[i]);
            if (slope >= T.Zero)
            {
                return (i, lengths[k]);
            }

            _signs[i] = -_signs[i];
        }

        return null;
    }

    /// <summary>Puts a column in the place of another: B⁻¹ by elementary row operations.</summary>
    private void Replace(int place, int entering, T direction, T length, T[] u)
    {
        _isBasic[Basis[place]] = false;
        _isBasic[entering] = true;
        Basis[place] = entering;
        _values[place] = direction * length;
        _signs[place] = direction;
        Span<T> pivot = _inverse.Row(place);
        Kernels.VectorKernels.Scale(pivot, T.One / (direction * u[place]));
        for (int i = 0; i < u.Length; i++)
        {
            if (i != place)
            {
                VectorProduct.AddScaled(_inverse.Row(i), -direction * u[i], pivot);
            }
        }
    }

    /// <summary>B⁻¹ and x_B from the columns of the basis.</summary>
    private void Invert()
    {
        int r = Basis.Length;
        Matrix<T> basis = new(r, r);
        for (int i = 0; i < r; i++)
        {
            _m.Slice(0, Basis[i], r, 1).CopyTo(basis.Slice(0, i, r, 1));
        }

        Qr<T> qr = Qr<T>.Factor(basis, _input.Factor);
        _input.ThrowIfCancelled();
        Matrix<T> inverse = new(r, r);
        if (qr.Solve(inverse, Matrix<T>.Identity(r)) == Status.Success)
        {
            _inverse = inverse;
        }

        Product.Multiply<T>(_values, _inverse, _c, _input.Parallelism);
    }
}
