namespace FastBias.Mpi;

/// <summary>MPI is not there, or a call of it failed.</summary>
public sealed class MpiException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public MpiException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public MpiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
