using System.Numerics;

namespace FastBias;

/// <summary>y = A·x or y = Aᵀ·x for a matrix that only the caller knows.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="y">Overwritten; never overlaps <paramref name="x"/>.</param>
/// <param name="x">The vector.</param>
public delegate void LinearAction<T>(Span<T> y, ReadOnlySpan<T> x)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
