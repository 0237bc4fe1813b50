using System.Numerics;

namespace FastBias;

/// <summary>Values in geometric progression by multiplications and divisions only, so that they are the same on every platform.</summary>
internal static class GeometricGrid
{
    private const int MostSteps = 4000;

    /// <summary>high, high·q, high·q², …, about low; high ≥ low &gt; 0.</summary>
    public static T[] Descending<T>(T high, T low, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[count];
        T factor = count < 2 ? T.One : Root(low / high, count - 1);
        for (int i = 0; i < count; i++)
        {
            values[i] = i == 0 ? high : values[i - 1] * factor;
        }

        return values;
    }

    /// <summary>The n-th root of 0 &lt; x ≤ 1 by Newton's method from above, which falls monotonically.</summary>
    private static T Root<T>(T x, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T root = T.One, degree = T.CreateTruncating(n);
        for (int step = 0; step < MostSteps; step++)
        {
            T power = T.One;
            for (int i = 1; i < n; i++)
            {
                power *= root;
            }

            T next = root - ((root - (x / power)) / degree);
            if (!(next < root))
            {
                break;
            }

            root = next;
        }

        return root;
    }
}
