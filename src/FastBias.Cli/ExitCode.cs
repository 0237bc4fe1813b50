namespace FastBias.Cli;

/// <summary>What the process says to its caller.</summary>
internal static class ExitCode
{
    /// <summary>Solved.</summary>
    public const int Success = 0;

    /// <summary>The numerical status is not a success; the output names it.</summary>
    public const int NumericalFailure = 1;

    /// <summary>Wrong usage or unreadable input; one line on standard error.</summary>
    public const int WrongUsage = 2;

    public static int Of(Status status) => status == Status.Success ? Success : NumericalFailure;
}
