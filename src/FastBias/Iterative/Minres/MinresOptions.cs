using System.Numerics;

namespace FastBias;

/// <summary>The options of <see cref="MinresSolver"/>; a preconditioner approximates |A|⁻¹ and is symmetric positive definite.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed record MinresOptions<T> : IterativeOptions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
