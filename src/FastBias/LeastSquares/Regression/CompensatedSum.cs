using System.Numerics;

namespace FastBias;

/// <summary>A sum that carries what each addition and each product lost: as accurate as twice the working precision.</summary>
/// <remarks>Source: Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithms 4.4 and 5.3.</remarks>
internal struct CompensatedSum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T _sum;
    private T _lost;

    public readonly T Value => _sum + _lost;

    public void Add(T value)
    {
        // Knuth's TwoSum: next + error = sum + value, exactly, whichever is larger.
        T next = _sum + value;
        T part = next - _sum;
        _lost += (_sum - (next - part)) + (value - part);
        _sum = next;
    }

    public void AddProduct(T x, T y)
    {
        T product = x * y;
        _lost += T.FusedMultiplyAdd(x, y, -product);
        Add(product);
    }
}
