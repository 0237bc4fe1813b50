using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The recurrences of preconditioned conjugate gradients.</summary>
internal sealed class ConjugateGradientEngine<T>(ILinearOperator<T> a, ILinearOperator<T>? preconditioner) : KrylovEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _x = new T[a.Columns];
    private readonly T[] _r = new T[a.Columns];
    private readonly T[] _p = new T[a.Columns];
    private readonly T[] _image = new T[a.Columns];
    private readonly T[] _z = new T[a.Columns];
    private T _rho;

    public override T[] Iterate => _x;

    /// <summary>A positive definite system has a solution: a small A·r with a large r would be none.</summary>
    public override bool KnowsNormalResidual => false;

    /// <summary>It is the error's A-norm that falls; the residual may grow by √κ.</summary>
    public override T LongestResidual => T.One / WorkingRange<T>.Epsilon;

    public override void Start(ReadOnlySpan<T> rightHandSide)
    {
        Array.Clear(_x);
        rightHandSide.CopyTo(_r);
        Array.Clear(_p);
        ResidualNorm = VectorKernels.Norm<T>(_r);
        Finished = ResidualNorm == T.Zero;
        if (!Finished)
        {
            Turn(T.Zero);
        }
    }

    public override void Step()
    {
        a.Apply(_image, _p);
        T curvature = VectorKernels.Dot<T>(_p, _image), length = VectorKernels.Norm<T>(_p);
        MeetNorm(VectorKernels.Norm<T>(_image) / length);
        if (preconditioner is null && IsRounding(T.Abs(curvature) / length / length))
        {
            // A direction that A does not see: what is left of b is out of the reach of a singular A. (A preconditioner changes what is small.)
            Finished = true;
            return;
        }

        if (curvature <= T.Zero)
        {
            Indefinite = true;
            return;
        }

        T step = _rho / curvature;
        VectorKernels.Axpy<T>(_x, step, _p);
        VectorKernels.Axpy<T>(_r, -step, _image);
        ResidualNorm = VectorKernels.Norm<T>(_r);
        Finished = ResidualNorm == T.Zero;
        if (!Finished)
        {
            Turn(_rho);
        }
    }

    /// <summary>z = M·r, p = z + β·p.</summary>
    private void Turn(T before)
    {
        if (preconditioner is null)
        {
            _r.CopyTo(_z, 0);
        }
        else
        {
            preconditioner.Apply(_z, _r);
        }

        _rho = VectorKernels.Dot<T>(_r, _z);
        if (_rho <= T.Zero)
        {
            Indefinite = true;
            return;
        }

        VectorKernels.Scale<T>(_p, before == T.Zero ? T.Zero : _rho / before);
        VectorKernels.Axpy<T>(_p, T.One, _z);
    }
}
