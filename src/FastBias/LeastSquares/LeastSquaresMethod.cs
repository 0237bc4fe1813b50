namespace FastBias;

/// <summary>How <see cref="LeastSquares"/> solves.</summary>
public enum LeastSquaresMethod
{
    /// <summary>Chosen by shape, rank and conditioning; the solution says which and why.</summary>
    Auto,

    /// <summary>Householder QR of A, or of Aᵀ where A is wide; for full rank. Backward stable, and column scaling does no harm (LAPACK: dgels).</summary>
    Qr,

    /// <summary>Pivoted QR and reflectors from the right: minimum norm at any rank (LAPACK: dgelsy). Also what <see cref="Auto"/> names a triangle whose small null space came by inverse iteration.</summary>
    CompleteOrthogonal,

    /// <summary>The singular value decomposition: minimum norm at any rank, and the sharpest decision about the rank (LAPACK: dgelsd, dgelss).</summary>
    Svd,

    /// <summary>Cholesky of AᵀA, or of A·Aᵀ where A is wide; for full rank. Fast, and it loses twice as many digits: κ² takes the place of κ.</summary>
    NormalEquations,

    /// <summary>min ‖A·x − b‖² + λ·‖x‖² by QR of the augmented matrix [A; √λ·I].</summary>
    Ridge,
}
