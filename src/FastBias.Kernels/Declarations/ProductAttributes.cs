namespace FastBias;

/// <summary>Declares a kernel for the product of matrices of one fixed shape: C = A·B with A M x K, B K x N, C M x N.</summary>
/// <remarks>
/// Put it on a <c>static partial</c> method returning <c>void</c> with the parameters
/// <c>(ReadOnlySpan&lt;T&gt; a, ReadOnlySpan&lt;T&gt; b, Span&lt;T&gt; c)</c>, T being <see cref="double"/> or <see cref="float"/>.
/// The FastBias generator writes its body for every <see cref="Isa"/>, with a dispatcher.
/// <para>Shapes: all row-major; the spans have exactly the length of their shapes, but may be longer where a stride is given. C overlaps neither A nor B.</para>
/// <para>Exceptions of the method: <see cref="ArgumentException"/> naming the parameter whose length is wrong, or the destination where it overlaps an
/// operand; before anything is written.</para>
/// <para>NaN and infinities spread as in the definition; with <see cref="Accumulate"/> off, what was in C is never read.</para>
/// <para>Bits: each element is one chain of fused multiply-adds over K from +0, on every ISA, so they are those of <c>Product.Multiply</c>
/// with alpha 1 (−1 with <see cref="Negate"/>) and beta 0 (1 with <see cref="Accumulate"/>) where neither C nor A·B is a single row or column.
/// The error of an element is at most K·u·Σ|a||b|.</para>
/// <para>Cost: no allocation, no lock, no virtual call; unrolled unless that would be too large to compile well (FB0008).</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GemmKernelAttribute : Attribute
{
    /// <summary>The rows of A and C, 1 to 32.</summary>
    public int M { get; set; }

    /// <summary>The columns of B and C, 1 to 32.</summary>
    public int N { get; set; }

    /// <summary>The columns of A and rows of B, 1 to 32.</summary>
    public int K { get; set; }

    /// <summary>A is stored transposed, K x M: C = Aᵀ·B of what is stored.</summary>
    public bool TransposeA { get; set; }

    /// <summary>B is stored transposed, N x K: C = A·Bᵀ of what is stored.</summary>
    public bool TransposeB { get; set; }

    /// <summary>The product is added to what is in C: C += A·B.</summary>
    public bool Accumulate { get; set; }

    /// <summary>The product is negated: C = −A·B, or with <see cref="Accumulate"/> C −= A·B.</summary>
    public bool Negate { get; set; }

    /// <summary>The elements from one stored row of A to the next (the leading dimension), where A is a block of a larger matrix.</summary>
    public int StrideA { get; set; }

    /// <summary>The same of B.</summary>
    public int StrideB { get; set; }

    /// <summary>The same of C.</summary>
    public int StrideC { get; set; }

    /// <summary>The spans hold any number of matrices that follow one another, equally many each; excludes strides.</summary>
    public bool Batch { get; set; }
}

/// <summary>Declares a kernel for a matrix of one fixed shape times a vector: y = A·x with A M x N, row-major.</summary>
/// <remarks>
/// Put it on a <c>static partial</c> method returning <c>void</c> with the parameters
/// <c>(ReadOnlySpan&lt;T&gt; a, ReadOnlySpan&lt;T&gt; x, Span&lt;T&gt; y)</c>, T being <see cref="double"/> or <see cref="float"/>.
/// <para>Shapes, exceptions, NaN and cost are those of <see cref="GemmKernelAttribute"/>. Bits: each element is one chain of fused multiply-adds from +0
/// on every ISA; that is the product of matrices, while <c>Product.Multiply</c> sums a matrix times a vector over virtual lanes.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GemvKernelAttribute : Attribute
{
    /// <summary>The rows of A, 1 to 32.</summary>
    public int M { get; set; }

    /// <summary>The columns of A, 1 to 32.</summary>
    public int N { get; set; }

    /// <summary>y = Aᵀ·x: x has M elements, y has N.</summary>
    public bool Transpose { get; set; }

    /// <summary>The product is added to what is in y.</summary>
    public bool Accumulate { get; set; }

    /// <summary>The product is negated, or subtracted from what is in y.</summary>
    public bool Negate { get; set; }

    /// <summary>The elements from one row of A to the next, where A is a block of a larger matrix.</summary>
    public int StrideA { get; set; }

    /// <summary>The spans hold any number of matrices and vectors that follow one another; excludes a stride.</summary>
    public bool Batch { get; set; }
}
