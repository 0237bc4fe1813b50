namespace FastBias.Cli;

/// <summary>The methods' names on the command line and in reports.</summary>
internal static class MethodNames
{
    private static readonly (string Name, LeastSquaresMethod Method)[] Table =
    [
        ("auto", LeastSquaresMethod.Auto),
        ("qr", LeastSquaresMethod.Qr),
        ("cod", LeastSquaresMethod.CompleteOrthogonal),
        ("svd", LeastSquaresMethod.Svd),
        ("normal", LeastSquaresMethod.NormalEquations),
        ("ridge", LeastSquaresMethod.Ridge),
    ];

    public static IEnumerable<string> All => Table.Select(row => row.Name);

    public static string Of(LeastSquaresMethod method) => Table.First(row => row.Method == method).Name;

    /// <summary>The method of <c>--method</c>; a lambda asks for the ridge and goes with nothing else.</summary>
    public static LeastSquaresMethod Choose(string name, double? lambda)
    {
        LeastSquaresMethod method = Table.First(row => row.Name == name).Method;
        if (method == LeastSquaresMethod.Ridge && lambda is null)
        {
            throw new UsageException("--method ridge needs --lambda");
        }

        if (lambda is not null && method is not (LeastSquaresMethod.Auto or LeastSquaresMethod.Ridge))
        {
            throw new UsageException($"--lambda does not go with --method {name}");
        }

        return lambda is null ? method : LeastSquaresMethod.Ridge;
    }
}
