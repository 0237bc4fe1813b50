namespace FastBias.Lab;

/// <summary>A data set that may not be shipped is not on this machine; the message says where it was looked for.</summary>
public sealed class DataNotFoundException : IOException
{
    /// <summary>Without a message.</summary>
    public DataNotFoundException()
    {
    }

    /// <summary>With where it was looked for.</summary>
    /// <param name="message">The data set, and where it was looked for.</param>
    public DataNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>With where it was looked for, and the cause.</summary>
    /// <param name="message">The data set, and where it was looked for.</param>
    /// <param name="innerException">The cause.</param>
    public DataNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
