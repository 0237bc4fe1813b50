using System.Numerics;

namespace FastBias;

/// <summary>Eigenvalues in no order, and the eigenvectors as rows.</summary>
internal readonly record struct SpectralParts<T>(T[] Values, Matrix<T> Vectors, int Iterations, bool Converged)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
