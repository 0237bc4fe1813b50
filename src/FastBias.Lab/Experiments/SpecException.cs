namespace FastBias.Lab;

/// <summary>A parameter of an experiment has no such name, or a value that cannot be.</summary>
public sealed class SpecException : ArgumentException
{
    /// <summary>Without a message.</summary>
    public SpecException()
    {
    }

    /// <summary>With what is wrong.</summary>
    /// <param name="message">The parameter, its value, and what is wrong.</param>
    public SpecException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong and its cause.</summary>
    /// <param name="message">The parameter, its value, and what is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public SpecException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
