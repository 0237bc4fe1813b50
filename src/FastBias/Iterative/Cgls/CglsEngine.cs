using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The recurrences of CGLS. Quotients of norms are squared, and not norms: their range is half as large.</summary>
internal sealed class CglsEngine<T>(ILinearOperator<T> a) : KrylovEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _x = new T[a.Columns];
    private readonly T[] _r = new T[a.Rows];
    private readonly T[] _s = new T[a.Columns];
    private readonly T[] _p = new T[a.Columns];
    private readonly T[] _image = new T[a.Rows];

    public override T[] Iterate => _x;

    public override void Start(ReadOnlySpan<T> rightHandSide)
    {
        Array.Clear(_x);
        rightHandSide.CopyTo(_r);
        ResidualNorm = VectorKernels.Norm<T>(_r);
        a.ApplyTransposed(_s, _r);
        NormalResidualNorm = VectorKernels.Norm<T>(_s);
        _s.CopyTo(_p, 0);
        Finished = ResidualNorm == T.Zero;
        if (!Finished)
        {
            MeetNorm(NormalResidualNorm / ResidualNorm);
            Finished = IsRounding(NormalResidualNorm / ResidualNorm);
        }
    }

    public override void Step()
    {
        a.Apply(_image, _p);
        T image = VectorKernels.Norm<T>(_image), before = NormalResidualNorm;
        if (image == T.Zero)
        {
            Finished = true;
            return;
        }

        MeetNorm(image / VectorKernels.Norm<T>(_p));
        if (IsRounding(before / ResidualNorm))
        {
            Finished = true;
            return;
        }

        T quotient = before / image, step = quotient * quotient;
        VectorKernels.Axpy<T>(_x, step, _p);
        VectorKernels.Axpy<T>(_r, -step, _image);
        ResidualNorm = VectorKernels.Norm<T>(_r);
        a.ApplyTransposed(_s, _r);
        NormalResidualNorm = VectorKernels.Norm<T>(_s);
        Finished = ResidualNorm == T.Zero || IsRounding(NormalResidualNorm / ResidualNorm);
        T ratio = NormalResidualNorm / before;
        VectorKernels.Scale<T>(_p, ratio * ratio);
        VectorKernels.Axpy<T>(_p, T.One, _s);
    }
}
