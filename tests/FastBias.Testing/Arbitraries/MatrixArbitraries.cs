using FsCheck;
using FsCheck.Fluent;

namespace FastBias.Testing;

/// <summary>The generators that every <see cref="PropertyAttribute"/> knows.</summary>
public static partial class MatrixArbitraries
{
    /// <summary>Shapes up to 100 x 100, biased to edges of tiles.</summary>
    public static Arbitrary<Shape> Shapes() =>
        Arb.From<Shape>(from rows in SizeGenerator.Dimension() from columns in SizeGenerator.Dimension() select new Shape(rows, columns), Shrink);

    /// <summary>Shapes of products, with depths around the one at which chains are cut.</summary>
    public static Arbitrary<ProductShape> ProductShapes() =>
        Arb.From<ProductShape>(
            from rows in SizeGenerator.Dimension(50) from columns in SizeGenerator.Dimension(50) from depth in SizeGenerator.Depth() select new ProductShape(rows, columns, depth),
            Shrink);

    private static IEnumerable<Shape> Shrink(Shape shape) =>
    [
        .. SizeGenerator.Shrink(shape.Rows).Select(rows => shape with { Rows = rows }),
        .. SizeGenerator.Shrink(shape.Columns).Select(columns => shape with { Columns = columns }),
    ];

    private static IEnumerable<ProductShape> Shrink(ProductShape shape) =>
    [
        .. SizeGenerator.Shrink(shape.Rows).Select(rows => shape with { Rows = rows }),
        .. SizeGenerator.Shrink(shape.Columns).Select(columns => shape with { Columns = columns }),
        .. SizeGenerator.Shrink(shape.Depth).Select(depth => shape with { Depth = depth }),
    ];
}
