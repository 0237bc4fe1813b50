using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The checks of generated kernels, made once at the entrance.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelGuard
{
    /// <summary>Throws unless the operands have the lengths of a fixed shape and the destination overlaps none.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">The first operand.</param>
    /// <param name="aLength">Its length.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="bLength">Its length.</param>
    /// <param name="c">The destination.</param>
    /// <param name="cLength">Its length.</param>
    /// <exception cref="ArgumentException">A length is not the declared one, or the destination overlaps an operand.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require<T>(ReadOnlySpan<T> a, int aLength, ReadOnlySpan<T> b, int bLength, Span<T> c, int cLength)
        where T : unmanaged
    {
        if (a.Length != aLength || b.Length != bLength || c.Length != cLength || a.Overlaps(c) || b.Overlaps(c))
        {
            Fail(a, aLength, b, bLength, c, cLength);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail<T>(ReadOnlySpan<T> a, int aLength, ReadOnlySpan<T> b, int bLength, Span<T> c, int cLength)
        where T : unmanaged
    {
        RequireLength(a.Length, aLength, nameof(a));
        RequireLength(b.Length, bLength, nameof(b));
        RequireLength(c.Length, cLength, nameof(c));
        throw new ArgumentException("The destination overlaps an operand.", nameof(c));
    }

    private static void RequireLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"The span has {length} elements; this kernel's shape needs {expected}.", name);
        }
    }
}
