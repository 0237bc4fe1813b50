using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The bidiagonalization of Golub and Kahan: β₁u₁ = b, α₁v₁ = Aᵀu₁; β·u⁺ = A·v − α·u, α⁺·v⁺ = Aᵀu⁺ − β·v. LSQR and LSMR run on it.</summary>
internal sealed class GolubKahanProcess<T>(ILinearOperator<T> a)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _u = new T[a.Rows];
    private T[] _nextU = new T[a.Rows];
    private T[] _nextV = new T[a.Columns];

    /// <summary>The current right vector, of norm 1 while Alpha &gt; 0.</summary>
    public T[] V { get; private set; } = new T[a.Columns];

    public T Alpha { get; private set; }

    public T Beta { get; private set; }

    /// <summary>Starts from b.</summary>
    public void Start(ReadOnlySpan<T> b)
    {
        b.CopyTo(_u);
        Beta = Normalize(_u);
        a.ApplyTransposed(V, _u);
        Alpha = Normalize(V);
    }

    /// <summary>One step. Returns ‖A·v‖ for the v before it.</summary>
    public T Step()
    {
        a.Apply(_nextU, V);
        T image = VectorKernels.Norm<T>(_nextU);
        VectorKernels.Axpy<T>(_nextU, -Alpha, _u);
        Beta = Normalize(_nextU);
        (_u, _nextU) = (_nextU, _u);
        if (Beta == T.Zero)
        {
            Alpha = T.Zero;
            return image;
        }

        a.ApplyTransposed(_nextV, _u);
        VectorKernels.Axpy<T>(_nextV, -Beta, V);
        Alpha = Normalize(_nextV);
        (V, _nextV) = (_nextV, V);
        return image;
    }

    /// <summary>x/‖x‖ in place, by division: 1/‖x‖ may overflow. Returns the norm.</summary>
    private static T Normalize(T[] x)
    {
        T norm = VectorKernels.Norm<T>(x);
        if (norm > T.Zero && T.IsFinite(norm))
        {
            foreach (ref T element in x.AsSpan())
            {
                element /= norm;
            }
        }

        return norm;
    }
}
