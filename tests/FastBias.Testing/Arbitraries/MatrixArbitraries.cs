using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace FastBias.Testing;

/// <summary>The generators that every <see cref="PropertyAttribute"/> knows: <see cref="Shape"/>, <see cref="ProductShape"/>, <see cref="TestMatrix{T}"/>,
/// <see cref="ProductCase{T}"/>, <see cref="LinearSystem{T}"/>, <see cref="StrideKind"/>, <see cref="PowerOfTwo"/>, for double and float.</summary>
public static class MatrixArbitraries
{
    /// <summary>Structures that generators draw from, the plain ones more often.</summary>
    private static readonly MatrixStructure[] Structures =
    [
        MatrixStructure.Uniform, MatrixStructure.Uniform, MatrixStructure.Integers, MatrixStructure.WideExponents, MatrixStructure.Graded,
        MatrixStructure.RankDeficient, MatrixStructure.ZeroBlocks, MatrixStructure.Diagonal, MatrixStructure.Identity, MatrixStructure.Zero,
    ];

    private static readonly Gen<ulong> Seed = from high in Gen.Choose(0, int.MaxValue) select (ulong)high;

    /// <summary>Shapes up to 100 x 100, biased to edges of tiles.</summary>
    public static Arbitrary<Shape> Shapes() => Arb.From<Shape>(ShapeOf(100), Shrink);

    /// <summary>Shapes of products, with depths around the one at which chains are cut.</summary>
    public static Arbitrary<ProductShape> ProductShapes() => Arb.From<ProductShape>(ProductShapeOf(50), Shrink);

    /// <summary>Layouts, repeating ones included; shrink to <see cref="StrideKind.Unit"/>.</summary>
    public static Arbitrary<StrideKind> StrideKinds() => Arb.From<StrideKind>(Gen.Elements<StrideKind>(StrideLayout.InputKinds), kind => kind == StrideKind.Unit ? [] : [StrideKind.Unit]);

    /// <summary>Powers of two: none, small ones, and the ends of the range.</summary>
    public static Arbitrary<PowerOfTwo> Powers() => Arb.From<PowerOfTwo>(
        from exponent in Gen.OneOf(Gen.Choose(-8, 8), Gen.Choose(-1000, 1000), Gen.Elements(-1000, -500, 500, 1000)) select new PowerOfTwo(exponent),
        power => power.Exponent == 0 ? [] : ((int[])[0, power.Exponent / 2, power.Exponent - Math.Sign(power.Exponent)]).Distinct().Select(e => new PowerOfTwo(e)));

    /// <summary>Matrices up to 50 x 50.</summary>
    public static Arbitrary<TestMatrix<double>> Matrices() => MatricesOf<double>(50);

    /// <summary>Matrices up to 50 x 50.</summary>
    public static Arbitrary<TestMatrix<float>> SingleMatrices() => MatricesOf<float>(50);

    /// <summary>Products.</summary>
    public static Arbitrary<ProductCase<double>> Products() => ProductsOf<double>();

    /// <summary>Products.</summary>
    public static Arbitrary<ProductCase<float>> SingleProducts() => ProductsOf<float>();

    /// <summary>Systems with one to three right-hand sides.</summary>
    public static Arbitrary<LinearSystem<double>> Systems() => SystemsOf<double>(50);

    /// <summary>Systems with one to three right-hand sides.</summary>
    public static Arbitrary<LinearSystem<float>> SingleSystems() => SystemsOf<float>(50);

    /// <summary>Matrices with dimensions up to <paramref name="maximum"/>, for an <c>Arbitrary</c> type of one's own.</summary>
    public static Arbitrary<TestMatrix<T>> MatricesOf<T>(int maximum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Arb.From<TestMatrix<T>>(MatrixOf<T>(maximum), matrix => matrix.Shrink());

    /// <summary>Systems with dimensions up to <paramref name="maximum"/>.</summary>
    public static Arbitrary<LinearSystem<T>> SystemsOf<T>(int maximum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Arb.From<LinearSystem<T>>(
            from a in MatrixOf<T>(maximum)
            from columns in Gen.Choose(1, 3)
            from structure in Gen.Elements(MatrixStructure.Uniform, MatrixStructure.Integers, MatrixStructure.Zero)
            from seed in Seed
            select new LinearSystem<T>(a, TestMatrix<T>.Create(a.Rows, columns, structure, seed).A),
            system => system.Shrink());

    private static Gen<TestMatrix<T>> MatrixOf<T>(int maximum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        from shape in ShapeOf(maximum)
        from structure in Gen.Elements(Structures)
        from seed in Seed
        select TestMatrix<T>.Create(shape.Rows, shape.Columns, structure, seed);

    private static Arbitrary<ProductCase<T>> ProductsOf<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Arb.From<ProductCase<T>>(
            from shape in ProductShapeOf(50)
            from a in Gen.Elements<StrideKind>(StrideLayout.InputKinds)
            from b in Gen.Elements<StrideKind>(StrideLayout.InputKinds)
            from c in Gen.Elements<StrideKind>(StrideLayout.OutputKinds)
            from alpha in Gen.Elements(1.0, 1, 0, -1, 0.5, -2.75)
            from beta in Gen.Elements(0.0, 0, 1, -1, 0.25, 3.5)
            from entries in Gen.Elements(Structures)
            from seed in Seed
            select new ProductCase<T>(shape, a, b, c, alpha, beta, entries, seed),
            product => product.Shrink(Shrink(product.Shape)));

    private static Gen<Shape> ShapeOf(int maximum) =>
        from rows in SizeGenerator.Dimension(maximum) from columns in SizeGenerator.Dimension(maximum) select new Shape(rows, columns);

    private static Gen<ProductShape> ProductShapeOf(int maximum) =>
        from rows in SizeGenerator.Dimension(maximum) from columns in SizeGenerator.Dimension(maximum) from depth in SizeGenerator.Depth()
        select new ProductShape(rows, columns, depth);

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
