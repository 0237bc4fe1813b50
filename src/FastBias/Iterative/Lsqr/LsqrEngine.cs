using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The recurrences of LSQR: one plane rotation a step makes the bidiagonal matrix upper triangular.</summary>
internal sealed class LsqrEngine<T>(ILinearOperator<T> a) : KrylovEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GolubKahanProcess<T> _process = new(a);
    private readonly T[] _x = new T[a.Columns];
    private readonly T[] _w = new T[a.Columns];
    private T _rhoBar;
    private T _inverseSquares;
    private T _squares;

    public override T[] Iterate => _x;

    public override void Start(ReadOnlySpan<T> rightHandSide)
    {
        Array.Clear(_x);
        _process.Start(rightHandSide);
        _process.V.CopyTo(_w, 0);
        _rhoBar = _process.Alpha;
        _inverseSquares = _squares = T.Zero;
        ResidualNorm = _process.Beta;
        NormalResidualNorm = _process.Alpha * _process.Beta;
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

        T alpha = _process.Alpha, beta = _process.Beta;
        T rho = ElementaryReflector.Hypotenuse(_rhoBar, beta), cosine = _rhoBar / rho, sine = beta / rho, theta = sine * alpha;
        T phi = cosine * ResidualNorm;
        VectorKernels.Axpy<T>(_x, phi / rho, _w);
        T direction = VectorKernels.Norm<T>(_w) / rho;
        VectorKernels.Scale<T>(_w, -theta / rho);
        VectorKernels.Axpy<T>(_w, T.One, _process.V);
        _rhoBar = -cosine * alpha;
        ResidualNorm *= sine;
        NormalResidualNorm = ResidualNorm * alpha * T.Abs(cosine);
        _squares += (alphaBefore * alphaBefore) + (beta * beta);
        _inverseSquares += direction * direction;
        ConditionEstimate = T.Sqrt(_squares) * T.Sqrt(_inverseSquares);
        Finished = NormalResidualNorm == T.Zero || IsRounding(beta) || IsRounding(alpha) || IsRounding(NormalResidualNorm / ResidualNorm);
    }
}
