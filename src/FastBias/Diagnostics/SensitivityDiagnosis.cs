using System.Numerics;

namespace FastBias;

/// <summary>First-order sensitivity of the whole solution, columns centred (with an intercept) and of length one.</summary>
/// <remarks>‖δγ‖/‖γ‖ ≤ ToTarget·‖δz‖/‖z‖ + ToDesign·‖δD‖/‖D‖ + second order, on changes that keep the rank (Wedin 1973; Björck, section 1.4).</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="ToTarget">‖z‖/(σᵣ·‖γ‖).</param>
/// <param name="ToDesign">κ·(1 + ‖r‖/(σᵣ·‖γ‖)): the second term is κ², and it comes with the residual.</param>
public sealed record SensitivityDiagnosis<T>(T ToTarget, T ToDesign)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
