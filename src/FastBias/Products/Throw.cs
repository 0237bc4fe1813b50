using System.Diagnostics.CodeAnalysis;

namespace FastBias;

/// <summary>The exceptions of wrong calls, out of the way of right ones.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void Shape(string name, string message) => throw new ArgumentException(message, name);

    [DoesNotReturn]
    public static void Overlap(string name) =>
        throw new ArgumentException("The destination overlaps this operand (or lies between its elements with other strides); pass a copy.", name);
}
