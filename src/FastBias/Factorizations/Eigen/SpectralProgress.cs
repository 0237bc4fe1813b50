namespace FastBias;

/// <summary>How an iteration for eigenvalues went.</summary>
/// <param name="Iterations">Sweeps or steps.</param>
/// <param name="Converged">Whether it ended before its cap.</param>
internal readonly record struct SpectralProgress(int Iterations, bool Converged);
