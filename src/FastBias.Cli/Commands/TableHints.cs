using FastBias.Files;

namespace FastBias.Cli.Commands;

/// <summary>What to do about a table that cannot be read as it is: the file's error, and the option that helps.</summary>
internal static class TableHints
{
    public static T Read<T>(Func<T> read, string missing)
    {
        try
        {
            return read();
        }
        catch (MatrixFileException error) when (error.Reason.StartsWith("the value is missing", StringComparison.Ordinal))
        {
            throw new UsageException($"{error.Message}; {missing}");
        }
        catch (MatrixFileException error) when (error.Reason.Contains("is text, a number is wanted", StringComparison.Ordinal))
        {
            throw new UsageException($"{error.Message}; --categorical makes such columns one-hot, --exclude NAME leaves one out");
        }
    }
}
