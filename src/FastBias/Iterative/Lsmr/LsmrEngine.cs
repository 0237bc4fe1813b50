using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The recurrences of LSMR: MINRES on the normal equations, in a form that never squares. Names are those of the paper's section 5.</summary>
internal sealed class LsmrEngine<T>(ILinearOperator<T> a) : KrylovEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GolubKahanProcess<T> _process = new(a);
    private readonly T[] _x = new T[a.Columns];
    private readonly T[] _h = new T[a.Columns];
    private readonly T[] _hBar = new T[a.Columns];
    private T _alphaBar, _zeta, _zetaBar, _rho, _rhoBar, _cBar, _sBar;
    private T _betaDoubleDot, _betaDot, _rhoDot, _tauTilde, _thetaTilde;
    private T _largest, _smallest;

    public override T[] Iterate => _x;

    public override void Start(ReadOnlySpan<T> rightHandSide)
    {
        Array.Clear(_x);
        Array.Clear(_hBar);
        _process.Start(rightHandSide);
        _process.V.CopyTo(_h, 0);
        _alphaBar = _process.Alpha;
        _zetaBar = _process.Alpha * _process.Beta;
        (_rho, _rhoBar, _cBar, _sBar, _zeta) = (T.One, T.One, T.One, T.Zero, T.Zero);
        (_betaDoubleDot, _betaDot, _rhoDot, _tauTilde, _thetaTilde) = (_process.Beta, T.Zero, T.One, T.Zero, T.Zero);
        (_largest, _smallest) = (T.Zero, T.PositiveInfinity);
        ResidualNorm = _process.Beta;
        NormalResidualNorm = _zetaBar;
        MeetNorm(_process.Alpha);
        Finished = IsRounding(_process.Alpha);
    }

    public override void Step()
    {
        T alphaBefore = _process.Alpha;
        MeetNorm(_process.Step());
        if (IsRounding(alphaBefore))
        {
            Finished = true;
            return;
        }

        T rhoBefore = _rho, rhoBarBefore = _rhoBar, zetaBefore = _zeta;

        // P: the bidiagonal matrix becomes R.
        _rho = ElementaryReflector.Hypotenuse(_alphaBar, _process.Beta);
        T c = _alphaBar / _rho, s = _process.Beta / _rho, theta = s * _process.Alpha;
        _alphaBar = c * _process.Alpha;

        // P̄: R̄ of RᵀR, in which ‖Aᵀr‖ = |ζ̄|.
        T thetaBar = _sBar * _rho, turned = _cBar * _rho;
        (_cBar, _sBar, _rhoBar) = Rotation(turned, theta);
        _zeta = _cBar * _zetaBar;
        _zetaBar = -_sBar * _zetaBar;

        VectorKernels.Scale<T>(_hBar, -thetaBar * _rho / (rhoBefore * rhoBarBefore));
        VectorKernels.Axpy<T>(_hBar, T.One, _h);
        VectorKernels.Axpy<T>(_x, _zeta / (_rho * _rhoBar), _hBar);
        VectorKernels.Scale<T>(_h, -theta / _rho);
        VectorKernels.Axpy<T>(_h, T.One, _process.V);
        EstimateResidual(c, s, thetaBar, zetaBefore);
        EstimateCondition(turned);
        NormalResidualNorm = T.Abs(_zetaBar);
        Finished = NormalResidualNorm == T.Zero || IsRounding(_process.Beta) || IsRounding(_process.Alpha) || IsRounding(NormalResidualNorm / ResidualNorm);
    }

    /// <summary>‖r‖ by two more rotations, which turn R̄ᵀ into upper bidiagonal form (section 5.1).</summary>
    private void EstimateResidual(T c, T s, T thetaBar, T zetaBefore)
    {
        T betaHat = c * _betaDoubleDot;
        _betaDoubleDot = -s * _betaDoubleDot;
        T thetaBefore = _thetaTilde;
        (T cosine, T sine, T rhoTilde) = Rotation(_rhoDot, thetaBar);
        _thetaTilde = sine * _rhoBar;
        _rhoDot = cosine * _rhoBar;
        _betaDot = (-sine * _betaDot) + (cosine * betaHat);
        _tauTilde = (zetaBefore - (thetaBefore * _tauTilde)) / rhoTilde;
        T tauDot = (_zeta - (_thetaTilde * _tauTilde)) / _rhoDot;
        ResidualNorm = ElementaryReflector.Hypotenuse(_betaDot - tauDot, _betaDoubleDot);
    }

    /// <summary>The quotient of the largest and the smallest diagonal element of R̄, the last one as it is before its rotation.</summary>
    private void EstimateCondition(T turned)
    {
        ConditionEstimate = T.Max(_largest, T.Abs(turned)) / T.Min(_smallest, T.Abs(turned));
        _largest = T.Max(_largest, _rhoBar);
        _smallest = T.Min(_smallest, _rhoBar);
    }

    private static (T Cosine, T Sine, T Length) Rotation(T x, T y)
    {
        T length = ElementaryReflector.Hypotenuse(x, y);
        return length == T.Zero ? (T.One, T.Zero, T.Zero) : (x / length, y / length, length);
    }
}
