using FastBias.Kernels;

namespace FastBias;

/// <content>One pair.</content>
internal ref partial struct OneSidedJacobi<T>
{
    /// <summary>2^-Near: of two norms with a smaller quotient, the larger one stays as it is.</summary>
    private static readonly T s_near = T.ScaleB(T.One, -WorkingRange<T>.Near);

    /// <summary>Makes a pair of nonzero vectors orthogonal, if it is not.</summary>
    private void Orthogonalize(int i, int j)
    {
        bool aligned = _vectors.Exponents[i] == _vectors.Exponents[j] || Align(i, j);
        T product = VectorKernels.Dot<T>(_vectors[i], _vectors[j]);
        if (IsOrthogonal(product, i, j))
        {
            return;
        }

        (int longer, int shorter) = IsLonger(j, i) ? (j, i) : (i, j);
        if (!aligned || _norms[shorter] < _norms[longer] * s_near)
        {
            TakeOut(longer, shorter, product);
            return;
        }

        // (c·x − s·y)·(s·x + c·y) = 0  ⇔  t² + 2ζt − 1 = 0 with t = s/c and ζ = (y·y − x·x) / 2x·y; the smaller root.
        T zeta = (_squares[j] - _squares[i]) / (product + product);
        T magnitude = T.Abs(zeta);
        T tangent = T.One / (magnitude + T.Sqrt(T.FusedMultiplyAdd(zeta, zeta, T.One)));
        tangent = T.IsNegative(zeta) || (zeta == T.Zero && product > T.Zero) ? -tangent : tangent;
        T cosine = T.One / T.Sqrt(T.FusedMultiplyAdd(tangent, tangent, T.One));
        VectorKernels.RotatePair(_vectors.Whole(i), _vectors.Whole(j), cosine, cosine * tangent);
        Correct(i, -tangent * product);
        Correct(j, tangent * product);
    }

    /// <summary>
    /// The rotation of a pair whose norms are further apart than the working precision: the longer vector stays as it is, the shorter
    /// one loses its component along it, y −= (x·y / x·x)·x (Drmač 1997, section 4: the modified Gram-Schmidt step).
    /// </summary>
    private readonly void TakeOut(int longer, int shorter, T product)
    {
        T factor = product / _squares[longer];
        VectorKernels.Axpy<T>(_vectors[shorter], -factor, _vectors[longer]);

        // The tails have no exponents of their own; the sine is all but zero, and there it is applied to both.
        T sine = T.ScaleB(-factor, _vectors.Exponents[shorter] - _vectors.Exponents[longer]);
        VectorKernels.RotatePair(_vectors.Tail(longer), _vectors.Tail(shorter), T.One, sine);
        Correct(shorter, -factor * product);
    }

    /// <summary>Tests the cosine, and remembers the largest; it is divided out only where it is a new maximum. NaN is never orthogonal, and stays the maximum.</summary>
    private bool IsOrthogonal(T product, int i, int j)
    {
        T norms = _norms[i] * _norms[j], magnitude = T.Abs(product);
        if (!(magnitude <= LargestCosine * norms))
        {
            LargestCosine = T.Max(LargestCosine, magnitude / norms);
        }

        return magnitude <= Tolerance * norms;
    }

    /// <summary>Brings both vectors to one exponent; false if their norms are too far apart for that.</summary>
    private readonly bool Align(int i, int j)
    {
        int first = T.ILogB(_norms[i]) + _vectors.Exponents[i], second = T.ILogB(_norms[j]) + _vectors.Exponents[j];
        if (Math.Abs(first - second) > WorkingRange<T>.Near)
        {
            return false;
        }

        int exponent = _vectors.ClassOf(Math.Max(first, second));
        Move(i, exponent);
        Move(j, exponent);
        return true;
    }

    private readonly void Move(int i, int exponent)
    {
        _norms[i] = T.ScaleB(_norms[i], _vectors.Exponents[i] - exponent);
        _squares[i] = _norms[i] * _norms[i];
        _vectors.MoveTo(i, exponent);
    }

    /// <summary>Adds the change to a squared norm; measures afresh where most of it went away.</summary>
    private readonly void Correct(int i, T change)
    {
        T square = _squares[i] + change, quarter = T.ScaleB(_squares[i], -2);
        if (!(square > quarter))
        {
            Measure(i);
            return;
        }

        _squares[i] = square;
        _norms[i] = T.Sqrt(square);
    }
}
