using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The recurrences of MINRES: Lanczos in the inner product of the preconditioner M, and a QR factorization of the tridiagonal matrix.</summary>
internal sealed class MinresEngine<T>(ILinearOperator<T> a, ILinearOperator<T>? preconditioner, T tolerance) : KrylovEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _x = new T[a.Columns];
    private readonly T[] _v = new T[a.Columns];
    private T[] _before = new T[a.Columns];
    private T[] _current = new T[a.Columns];
    private T[] _next = new T[a.Columns];
    private T[] _z = new T[a.Columns];
    private T[] _w = new T[a.Columns];
    private T[] _w1 = new T[a.Columns];
    private T[] _w2 = new T[a.Columns];
    private T _beta, _betaBefore, _deltaBar, _epsilon, _phi, _cosine, _sine, _unit;

    public override T[] Iterate => _x;

    public override bool KnowsNormalResidual => preconditioner is null;

    public override void Start(ReadOnlySpan<T> rightHandSide)
    {
        foreach (T[] vector in (T[][])[_x, _before, _w, _w1, _w2])
        {
            Array.Clear(vector);
        }

        rightHandSide.CopyTo(_current);
        (_betaBefore, _deltaBar, _epsilon, _cosine, _sine) = (T.Zero, T.Zero, T.Zero, -T.One, T.Zero);
        ResidualNorm = VectorKernels.Norm<T>(_current);
        _beta = Condition(_current);
        _phi = _beta;

        // In the norm of M the recurrence has ‖r‖; this brings it to the size of the 2-norm, which the driver confirms.
        _unit = _beta > T.Zero ? ResidualNorm / _beta : T.Zero;
        Finished = _beta == T.Zero;
    }

    public override void Step()
    {
        for (int i = 0; i < _v.Length; i++)
        {
            _v[i] = _z[i] / _beta;
        }

        a.Apply(_next, _v);
        MeetNorm(VectorKernels.Norm<T>(_next) / VectorKernels.Norm<T>(_v));
        if (_betaBefore != T.Zero)
        {
            VectorKernels.Axpy<T>(_next, -_beta / _betaBefore, _before);
        }

        T alpha = VectorKernels.Dot<T>(_v, _next);
        VectorKernels.Axpy<T>(_next, -alpha / _beta, _current);
        (_before, _current, _next) = (_current, _next, _before);
        _betaBefore = _beta;
        _beta = Condition(_current);
        Rotate(alpha);
    }

    /// <summary>The last rotation on the new column of the tridiagonal matrix, the next one, and the step that they give.</summary>
    private void Rotate(T alpha)
    {
        T epsilonBefore = _epsilon, delta = (_cosine * _deltaBar) + (_sine * alpha), gammaBar = (_sine * _deltaBar) - (_cosine * alpha);
        _epsilon = _sine * _beta;
        _deltaBar = -_cosine * _beta;
        T normal = _phi * ElementaryReflector.Hypotenuse(gammaBar, _deltaBar), gamma = ElementaryReflector.Hypotenuse(gammaBar, _beta);
        if (normal <= tolerance * NormEstimate * _phi || IsRounding(normal / _phi))
        {
            // ‖A·r‖ of the iterate before this step: what is left of b is out of A's reach, and the step would divide it by a rounding error.
            NormalResidualNorm = preconditioner is null ? normal : T.NaN;
            Finished = true;
            return;
        }

        _cosine = gammaBar / gamma;
        _sine = _beta / gamma;
        T step = _cosine * _phi;
        _phi = _sine * _phi;
        (_w1, _w2, _w) = (_w2, _w, _w1);
        for (int i = 0; i < _w.Length; i++)
        {
            _w[i] = (_v[i] - (epsilonBefore * _w1[i]) - (delta * _w2[i])) / gamma;
        }

        VectorKernels.Axpy<T>(_x, step, _w);
        ResidualNorm = _phi * _unit;
        NormalResidualNorm = preconditioner is null ? normal : T.NaN;
        Finished = _beta == T.Zero || (preconditioner is null && IsRounding(_beta));
    }

    /// <summary>z = M·r; √(rᵀ·z).</summary>
    private T Condition(T[] r)
    {
        if (preconditioner is null)
        {
            r.CopyTo(_z, 0);
            return VectorKernels.Norm<T>(r);
        }

        preconditioner.Apply(_z, r);
        T square = VectorKernels.Dot<T>(r, _z);
        Indefinite |= square < T.Zero || (square == T.Zero && VectorKernels.MaxAbs<T>(r) > T.Zero);
        return T.Sqrt(T.Max(square, T.Zero));
    }
}
