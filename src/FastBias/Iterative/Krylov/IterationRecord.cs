using System.Numerics;

namespace FastBias;

/// <summary>The state of an iteration after a step, as its recurrences estimate it.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Iteration">Steps done, from 1.</param>
/// <param name="ResidualNorm">‖b − A·x‖; with λ that of [A; √λ·I]; for MINRES with a preconditioner in the norm of its inverse.</param>
/// <param name="NormalResidualNorm">‖Aᵀ(b − A·x)‖ of the (preconditioned) problem; NaN where the method does not know it.</param>
public readonly record struct IterationRecord<T>(int Iteration, T ResidualNorm, T NormalResidualNorm)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
