using System.Reflection;

namespace FastBias.Isolated.Host;

/// <summary>Calls a static method of an assembly: <c>ASSEMBLY TYPE METHOD [ARGUMENT …]</c>, arguments as strings.</summary>
internal static class Program
{
    /// <summary>The exit code of an exception that reached the host: no test method returns it, no signal gives it.</summary>
    private const int Unhandled = 70;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            Type type = Assembly.Load(args[0]).GetType(args[1], throwOnError: true)!;
            MethodInfo method = type.GetMethod(args[2], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                ?? throw new MissingMethodException(args[1], args[2]);
            object? result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. args.Skip(3)], null);
            switch (result)
            {
                case Task<int> task:
                    return await task.ConfigureAwait(false);
                case Task task:
                    await task.ConfigureAwait(false);
                    return 0;
                default:
                    return result as int? ?? 0;
            }
        }
#pragma warning disable CA1031 // Whatever it is, the parent shall read it and not a crash dump.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(exception.ToString()).ConfigureAwait(false);
            return Unhandled;
        }
    }
}
