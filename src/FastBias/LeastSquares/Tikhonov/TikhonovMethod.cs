namespace FastBias;

/// <summary>How <see cref="TikhonovSolver"/> solves.</summary>
public enum TikhonovMethod
{
    /// <summary>The stacked matrix [A; √λ·L] by the complete orthogonal decomposition: one λ, nothing is inverted.</summary>
    Stacked,

    /// <summary>
    /// Transformation to standard form by the A-weighted pseudo-inverse of L: what L does not see is fitted freely by QR, and the rest is a ridge problem in z = L·x.
    /// </summary>
    StandardForm,
}
