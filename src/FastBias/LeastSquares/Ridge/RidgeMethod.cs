namespace FastBias;

/// <summary>How <see cref="RidgeSolver"/> solves.</summary>
public enum RidgeMethod
{
    /// <summary>Cholesky where λ makes it harmless, otherwise QR; the solution says which and why.</summary>
    Auto,

    /// <summary>QR of [A; √λ·I], in the smaller dimension: nothing is squared.</summary>
    AugmentedQr,

    /// <summary>The singular value decomposition: x = V·diag(σ/(σ² + λ))·Uᵀ·b.</summary>
    Svd,

    /// <summary>Cholesky of AᵀA + λI, n x n.</summary>
    CholeskyPrimal,

    /// <summary>Cholesky of A·Aᵀ + λI, m x m; x = Aᵀ·(A·Aᵀ + λI)⁻¹·b.</summary>
    CholeskyDual,
}
