using System.Numerics;

namespace FastBias.Testing;

/// <summary>A product C = alpha·A·B + beta·C with layouts for each operand; described by its parts and a seed, so that it prints as one line.</summary>
public sealed record ProductCase<T>(ProductShape Shape, StrideKind A, StrideKind B, StrideKind C, double Alpha, double Beta, MatrixStructure Entries, ulong Seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A in its layout.</summary>
    public StridedMatrix<T> CreateA() => new(TestMatrix<T>.Create(Shape.Rows, Shape.Depth, Entries, Seed).A, A);

    /// <summary>B in its layout.</summary>
    public StridedMatrix<T> CreateB() => new(TestMatrix<T>.Create(Shape.Depth, Shape.Columns, Entries, Seed + 1).A, B);

    /// <summary>C in its layout: NaN where beta is zero, for it must not be read then.</summary>
    public StridedMatrix<T> CreateC() => Beta == 0
        ? new(Shape.Rows, Shape.Columns, C)
        : new(TestMatrix<T>.Create(Shape.Rows, Shape.Columns, Entries, Seed + 2).A, C);

    /// <summary>Smaller shape, plain strides, plain factors, integers.</summary>
    internal IEnumerable<ProductCase<T>> Shrink(IEnumerable<ProductShape> shapes)
    {
        foreach (ProductShape shape in shapes)
        {
            yield return this with { Shape = shape };
        }

        foreach (ProductCase<T> simpler in (ProductCase<T>[])
        [
            this with { A = StrideKind.Unit }, this with { B = StrideKind.Unit }, this with { C = StrideKind.Unit },
            this with { Beta = 0 }, this with { Alpha = 1 }, this with { Entries = MatrixStructure.Integers }, this with { Entries = MatrixStructure.Identity },
        ])
        {
            // From identity no way back to integers, else shrinking would not end.
            if (simpler != this && !(Entries == MatrixStructure.Identity && simpler.Entries == MatrixStructure.Integers))
            {
                yield return simpler;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"new ProductCase<{(typeof(T) == typeof(float) ? "float" : "double")}>({Shape}, StrideKind.{A}, StrideKind.{B}, StrideKind.{C}, {Literal.Of(Alpha)}, {Literal.Of(Beta)}, MatrixStructure.{Entries}, {Seed})";
}

/// <summary>A matrix and right-hand sides with as many rows.</summary>
public sealed record LinearSystem<T>(TestMatrix<T> A, Matrix<T> B)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The matrix shrinks as always; the right-hand sides lose rows with it, then columns, then become integers.</summary>
    internal IEnumerable<LinearSystem<T>> Shrink()
    {
        foreach (TestMatrix<T> a in A.Shrink())
        {
            yield return new(a, Matrix<T>.Copy(B.Slice(0, 0, a.Rows, B.Columns)));
        }

        foreach (TestMatrix<T> b in new TestMatrix<T>(B, MatrixStructure.Shrunk).Shrink().Where(b => b.Rows == A.Rows && b.Columns > 0))
        {
            yield return new(A, b.A);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{ A = {A}, B = {new TestMatrix<T>(B, MatrixStructure.Shrunk)} }}";
}

/// <summary>A power of two by which an input is scaled, −1000 … 1000 for double.</summary>
public readonly record struct PowerOfTwo(int Exponent)
{
    /// <inheritdoc/>
    public override string ToString() => $"new PowerOfTwo({Exponent})";
}
