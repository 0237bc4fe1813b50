namespace FastBias;

/// <summary>Three independent ways to the solution of minimum norm.</summary>
public enum MinimumNormRoute
{
    /// <summary>Pivoted QR of A, then reflectors from the right.</summary>
    CompleteOrthogonal,

    /// <summary>The singular value decomposition of A.</summary>
    Svd,

    /// <summary>Pivoted QR of Aᵀ, which gives a basis of the row space; then least squares by QR in its coordinates.</summary>
    TransposedQr,
}
