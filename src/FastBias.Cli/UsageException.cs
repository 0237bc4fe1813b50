namespace FastBias.Cli;

/// <summary>The command cannot be carried out as it was given: one line for the user, exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
