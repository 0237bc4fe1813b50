using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Jacobi's method: JᵀAJ with rotations in the cyclic order, until nothing is left beside the diagonal.</summary>
/// <remarks>
/// Both triangles are kept, so that a rotation works on two contiguous rows and then copies them to the two columns:
/// <code>
///        p   q                     rows p and q are rotated as vectors; symmetry gives the columns;
///      . x . x .                   the 2 x 2 block in the middle is known in closed form:
///    p x * x * x   ◄─ rotated      a_pp − t·a_pq,  a_qq + t·a_pq  and 0
///      . x . x .
///    q x * x * x   ◄─ rotated
/// </code>
/// In the first three sweeps small elements wait (Rutishauser's threshold); an element is negligible when it is below
/// eps·√|a_pp·a_qq|, which for a positive definite matrix gives even tiny eigenvalues their digits (Demmel, Veselić 1992), or below eps² of the norm.
/// </remarks>
internal static class TwoSidedJacobi
{
    private const int MaxSweeps = 30;

    /// <summary>Diagonalizes <paramref name="a"/>, whose largest element is between 1 and 2 (or all are zero), in place.</summary>
    /// <param name="a">n x n.</param>
    /// <param name="values">n eigenvalues in no order.</param>
    /// <param name="vectors">n x n: the eigenvectors in rows.</param>
    /// <param name="cancellationToken">Looked at in every sweep.</param>
    public static SpectralProgress Run<T>(Matrix<T> a, Span<T> values, Matrix<T> vectors, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T>.Identity(a.Rows).Data.CopyTo(vectors.Data, 0);
        int sweeps = 0;
        bool converged = a.Rows < 2;
        while (!converged && sweeps < MaxSweeps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            T threshold = sweeps < 3 ? Threshold(a) : T.Zero;
            converged = !Sweep(a, vectors, threshold) && threshold == T.Zero;
            sweeps++;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = a[i, i];
        }

        return new SpectralProgress(sweeps, converged);
    }

    /// <summary>A fifth of the average magnitude beside the diagonal, over n.</summary>
    private static T Threshold<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sum += T.Abs(a[i, j]);
            }
        }

        return sum / T.CreateTruncating(5L * a.Rows * a.Rows);
    }

    private static bool Sweep<T>(Matrix<T> a, Matrix<T> vectors, T threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool rotated = false;
        for (int p = 0; p < a.Rows - 1; p++)
        {
            for (int q = p + 1; q < a.Rows; q++)
            {
                T element = T.Abs(a[p, q]);
                if (!(element <= threshold) && !IsNegligible(element, a[p, p], a[q, q]))
                {
                    Rotate(a, vectors, p, q);
                    rotated = true;
                }
            }
        }

        return rotated;
    }

    private static bool IsNegligible<T>(T element, T first, T second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T eps = WorkingRange<T>.Epsilon;
        return element <= eps * eps || element <= eps * T.Sqrt(T.Abs(first)) * T.Sqrt(T.Abs(second));
    }

    private static void Rotate<T>(Matrix<T> a, Matrix<T> vectors, int p, int q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T element = a[p, q], first = a[p, p], second = a[q, q];
        T zeta = (second - first) / (element + element);
        T tangent = T.One / (T.Abs(zeta) + T.Sqrt(T.FusedMultiplyAdd(zeta, zeta, T.One)));
        tangent = T.IsNegative(zeta) ? -tangent : tangent;
        T cosine = T.One / T.Sqrt(T.FusedMultiplyAdd(tangent, tangent, T.One)), sine = cosine * tangent;
        Span<T> rowP = a.Row(p), rowQ = a.Row(q);
        VectorKernels.RotatePair(rowP, rowQ, cosine, sine);
        rowP[p] = first - (tangent * element);
        rowQ[q] = second + (tangent * element);
        rowP[q] = rowQ[p] = T.Zero;
        for (int i = 0; i < a.Rows; i++)
        {
            a[i, p] = rowP[i];
            a[i, q] = rowQ[i];
        }

        VectorKernels.RotatePair(vectors.Row(p), vectors.Row(q), cosine, sine);
    }
}
