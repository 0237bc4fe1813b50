namespace FastBias;

/// <summary>What a factorization or solver does about NaN and infinity in its input.</summary>
public enum FinitePolicy
{
    /// <summary>Look first: a non-finite element gives <see cref="Status.NonFiniteInput"/> and its position, and nothing is computed.</summary>
    Check,

    /// <summary>The caller vouches for the input. If the promise is broken, the call still ends, with a status that is not a success.</summary>
    Assume,
}
