namespace FastBias;

/// <summary>Declares a kernel for the Cholesky factorization of symmetric matrices of one fixed order: A = L·Lᵀ, in place.</summary>
/// <remarks>
/// Put it on a <c>static partial int</c> method with the parameters <c>(Span&lt;T&gt; a)</c>, or for a <see cref="Batch"/>
/// <c>(Span&lt;T&gt; a, Span&lt;int&gt; failed)</c>; T is <see cref="double"/> or <see cref="float"/>.
/// <para>Shapes: a is N x N, row-major; only its lower triangle is read and written. A batch has any number of matrices that follow one another, and one
/// element of <c>failed</c> for each.</para>
/// <para>Exceptions of the method: <see cref="ArgumentException"/> naming the parameter whose length is wrong, before anything is written.</para>
/// <para>Result: −1, or the index of the first pivot that is not positive and finite. L is right in the columns before it and NaN from there on.
/// A batch writes that to <c>failed</c> for each matrix, and returns how many failed.</para>
/// <para>NaN or infinity in the lower triangle fails at the first pivot that they reach.</para>
/// <para>Accuracy: ‖A − L·Lᵀ‖₁ / (N·‖A‖₁·eps) at most 10, also for matrices of subnormal size, which are scaled by powers of four.
/// The bits are the same on every ISA, for one matrix and in a batch.</para>
/// <para>Cost: no allocation. One matrix runs on one lane; a batch runs with a matrix in each lane of the widest vectors.</para>
/// <para>Source: Golub and Van Loan, Matrix Computations (2013), section 4.2.5.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CholeskyKernelAttribute : Attribute
{
    /// <summary>The order of the matrices, 1 to 16.</summary>
    public int N { get; set; }

    /// <summary>The span holds any number of matrices that follow one another.</summary>
    public bool Batch { get; set; }
}

/// <summary>Declares a kernel for the Householder QR factorization of matrices of one fixed shape, in place.</summary>
/// <remarks>
/// Put it on a <c>static partial void</c> method with the parameters <c>(Span&lt;T&gt; a, Span&lt;T&gt; tau)</c>; T is <see cref="double"/> or <see cref="float"/>.
/// <para>Shapes: a is M x N, row-major, tau has min(M, N) elements. LAPACK's layout (geqrf): R in the upper trapezoid, the reflectors
/// H = I − tau·v·vᵀ below it, column by column, without their leading ones; Q = H₀·H₁·…; the diagonal of R may be negative.
/// A <see cref="Batch"/> has any number of matrices that follow one another, and their taus. The spans do not overlap.</para>
/// <para>Exceptions of the method: <see cref="ArgumentException"/> naming the parameter whose length is wrong, or tau where the spans overlap; before
/// anything is written.</para>
/// <para>NaN and infinity make every reflector NaN that they reach; R's diagonal shows it. There is no outcome else: a factorization always exists.</para>
/// <para>Accuracy: ‖A − Q·R‖₁ / (max(M, N)·‖A‖₁·eps) and ‖I − QᵀQ‖₁ / (M·eps) at most 10. Each column is scaled by a power of two before its
/// norm is taken, so that nothing over- or underflows while the elements stay below the largest number divided by 64.
/// The bits are the same on every ISA, for one matrix and in a batch.</para>
/// <para>Cost: no allocation. One matrix runs on one lane; a batch runs with a matrix in each lane of the widest vectors.</para>
/// <para>Source: Golub and Van Loan, Matrix Computations (2013), section 5.2.2; LAPACK Working Note 72 for the scaling.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QrKernelAttribute : Attribute
{
    /// <summary>The rows, 1 to 16.</summary>
    public int M { get; set; }

    /// <summary>The columns, 1 to 16.</summary>
    public int N { get; set; }

    /// <summary>The spans hold any number of matrices that follow one another, and their taus.</summary>
    public bool Batch { get; set; }
}

/// <summary>Declares a kernel for the thin singular value decomposition of matrices of one fixed shape: A = U·diag(s)·Vᵀ.</summary>
/// <remarks>
/// Put it on a <c>static partial int</c> method with the parameters <c>(ReadOnlySpan&lt;T&gt; a, Span&lt;T&gt; u, Span&lt;T&gt; s, Span&lt;T&gt; vt)</c>, followed
/// by <c>Span&lt;int&gt; status</c> for a <see cref="Batch"/>; T is <see cref="double"/> or <see cref="float"/>.
/// <para>Shapes, all row-major, with k = min(M, N): a M x N, u M x k, s k, vt k x N. A batch has any number of each that follow one another, and one
/// element of <c>status</c> for each. The spans do not overlap.</para>
/// <para>Exceptions of the method: <see cref="ArgumentException"/> naming the parameter whose length is wrong, or a result that overlaps another operand;
/// before anything is written.</para>
/// <para>Result: the number of sweeps that changed something; −1 for a matrix with NaN or infinity, whose results are NaN;
/// −2 where 40 sweeps did not suffice, the results being what they had reached. A batch writes that to <c>status</c> for each matrix, and returns how many are
/// negative.</para>
/// <para>The singular values descend. U and V have orthonormal columns also where A has not its full rank: columns of singular values that are zero, or below
/// 2^-400 (float: 2^-44) of the largest and therefore returned as zero, are completed to an orthonormal basis.</para>
/// <para>Accuracy: ‖A − U·diag(s)·Vᵀ‖₁ / (max(M, N)·‖A‖₁·eps), ‖I − UᵀU‖₁ / (M·eps) and ‖I − V·Vᵀ‖₁ / (N·eps) at most 10, for matrices of any scale.
/// The bits are the same on every ISA, for one matrix and in a batch.</para>
/// <para>Cost: no allocation; scratch memory of at most 32 KiB on the stack. One matrix runs on one lane; a batch runs with a matrix in each lane of the widest
/// vectors, until the last of them has converged.</para>
/// <para>Source: Demmel and Veselić, Jacobi's method is more accurate than QR (1992); de Rijk (1989) for the order of the columns.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SvdKernelAttribute : Attribute
{
    /// <summary>The rows, 1 to 16.</summary>
    public int M { get; set; }

    /// <summary>The columns, 1 to 16.</summary>
    public int N { get; set; }

    /// <summary>The spans hold any number of matrices that follow one another, and their results.</summary>
    public bool Batch { get; set; }
}
