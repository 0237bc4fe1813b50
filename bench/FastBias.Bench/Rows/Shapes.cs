namespace FastBias.Bench.Rows;

/// <summary>Short ways to write lists of shapes.</summary>
internal static class Shapes
{
    /// <summary>n x n, no third dimension.</summary>
    internal static IReadOnlyList<Shape> Square(params IEnumerable<int> sizes) => [.. sizes.Select(n => new Shape(n, n))];

    /// <summary>n x n x n.</summary>
    internal static IReadOnlyList<Shape> Cube(params IEnumerable<int> sizes) => [.. sizes.Select(n => new Shape(n, n, n))];

    /// <summary>Each shape in each variant.</summary>
    internal static IReadOnlyList<Shape> In(this IEnumerable<Shape> shapes, params string[] variants) =>
        [.. shapes.SelectMany(shape => variants.Select(variant => shape with { Variant = variant }))];

    /// <summary>Each shape with <paramref name="k"/> as third dimension.</summary>
    internal static IReadOnlyList<Shape> With(this IEnumerable<Shape> shapes, int k) => [.. shapes.Select(shape => shape with { K = k })];

    /// <summary>At most three, small ones: the first, the middle and the last of those that cost little.</summary>
    internal static IReadOnlyList<Shape> Thin(this IReadOnlyList<Shape> shapes, double costLimit)
    {
        Shape[] cheap = [.. shapes.Where(shape => shape.Cost <= costLimit)];
        return cheap.Length == 0 ? [shapes.MinBy(shape => shape.Cost)] : [.. new[] { cheap[0], cheap[cheap.Length / 2], cheap[^1] }.Distinct()];
    }
}
