using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The stages of the decomposition of a matrix with m ≥ n.</summary>
/// <remarks>
/// <code>
///   A   = Q₀·R₀                   blocked Householder QR, where m is much larger than n (<see cref="TallReduction{T}"/>)
///   R₀·P = Q·R                    pivoted Householder QR, columns with powers of two beside them
///   Rᵀ·J = V·Σ                    one-sided Jacobi on the rows of R (as they lie), J accumulated
///   A   = (Q₀·Q·J)·Σ·(P·V)ᵀ
/// </code>
/// Where the columns are of one size, there are shorter ways: many and far from dependent, they start from the eigenvectors of the Gram matrix
/// (<see cref="JacobiStart"/>); few of them are rotated as they are (<see cref="JacobiByRounds"/>).
/// Otherwise U = Q₀·Q·J is orthogonal whatever the rank: zero singular values need no special care there. V is Rᵀ·J with its columns divided
/// by their norms; where a norm is zero, the basis is completed. J is accumulated and not recovered from a triangular solve
/// (as dgejsv does after a second, LQ, factorization): that keeps U orthogonal to working precision for every condition number.
/// <para>Why this is accurate: the QR factorizations commit an error that is small in each column of A, the rotations one that is
/// small in each row of R, and pivoting makes both harmless: max |δσ|/σ ≤ f(m, n)·eps·κ(B) for A = B·D with any diagonal D
/// (Drmač, Veselić, "New fast and accurate Jacobi SVD algorithm I", SIMAX 29, 2008).</para>
/// </remarks>
internal static class JacobiSvd
{
    /// <summary>The parts, or null if an element is not finite.</summary>
    public static SvdParts<T>? Compute<T>(ReadOnlyMatrixSpan<T> a, SvdOptions options, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool withVectors = options.Vectors != SvdVectors.None, few = a.Columns <= JacobiByRounds.MostColumns<T>(options.Vectors);
        if (few && !TallReduction<T>.Pays(a.Rows, a.Columns))
        {
            if (JacobiByRounds.Run(a, 0, withVectors, options.MaxSweeps, cancellationToken) is { } rotated)
            {
                return Finished(rotated, null, a.Rows, options, cancellationToken);
            }
        }
        else if (!withVectors && !TallReduction<T>.Pays(a.Rows, a.Columns) && BidiagonalSvd.Values(a, cancellationToken) is { } values)
        {
            return new SvdParts<T>(values, true, 0, T.Zero);
        }
        else
        {
            double tolerance = double.CreateTruncating(OneSidedJacobi<T>.ToleranceFor(a.Rows));
            if (JacobiStart.Run(a, withVectors, tolerance, parallelism, cancellationToken) is { } start)
            {
                return start.LargestCosine <= tolerance ? FromStart<T>(start, options, cancellationToken) : Rotated(start, options, cancellationToken).To<T>();
            }
        }

        ScaledVectors<T>? columns = ScaledVectors<T>.FromColumns(a);
        if (columns is null)
        {
            return null;
        }

        TallReduction<T>? tall = TallReduction<T>.Of(columns, parallelism, cancellationToken);
        columns = tall?.Columns ?? columns;
        if (few && tall is not null && columns.HaveOneExponent
            && JacobiByRounds.Run(((ReadOnlyMatrixSpan<T>)columns.AsRows()).Transposed, columns.Exponents[0], withVectors, options.MaxSweeps, cancellationToken) is { } reduced)
        {
            return Finished(reduced, tall, a.Rows, options, cancellationToken);
        }

        PivotedColumns<T> qr = PivotedColumns<T>.Factor(columns, cancellationToken);
        ScaledVectors<T> rows = qr.RowsOfR(withVectors);
        if (withVectors)
        {
            rows.FillTails();
        }

        OneSidedJacobi<T> jacobi = OneSidedJacobi<T>.Run(rows, options.MaxSweeps, cancellationToken);
        SvdParts<T> parts = new(SingularValues(rows, jacobi, a.Columns), jacobi.Converged, jacobi.Sweeps, jacobi.LargestCosine);
        if (withVectors)
        {
            int count = options.Vectors == SvdVectors.Full ? a.Rows : a.Columns;
            parts.Left = tall is null ? Left(rows, jacobi, qr, count, a.Rows) : tall.Expand(Left(rows, jacobi, qr, a.Columns, a.Columns), count);
            parts.Right = Right(rows, jacobi, a.Columns, cancellationToken);
        }

        return parts;
    }

    /// <summary>W and V after true rotations.</summary>
    private static SvdParts<double> Rotated(JacobiStart start, SvdOptions options, CancellationToken cancellationToken)
    {
        ScaledVectors<double> vectors = ScaledVectors<double>.Of(start.Columns, start.Vt, start.Exponent);
        OneSidedJacobi<double> jacobi = OneSidedJacobi<double>.Run(vectors, options.MaxSweeps, cancellationToken);
        int n = vectors.Count;
        SvdParts<double> parts = new(SingularValues(vectors, jacobi, n), jacobi.Converged, jacobi.Sweeps, jacobi.LargestCosine);
        if (start.Vt is null)
        {
            return parts;
        }

        Matrix<double> left = Matrix<double>.Uninitialized(n, vectors.Length), right = Matrix<double>.Uninitialized(n, n);
        for (int k = 0; k < n; k++)
        {
            int i = jacobi.Order[k];
            vectors.Tail(i).CopyTo(right.Row(k));
            vectors[i].CopyTo(left.Row(k));
            VectorKernels.Scale(left.Row(k), 1 / jacobi.Norm(i));
        }

        parts.Left = Matrix<double>.Copy(left.Transposed);
        parts.Right = right;
        return Finished(parts, null, vectors.Length, options, cancellationToken);
    }

    /// <summary>W and V as they are.</summary>
    private static SvdParts<T> FromStart<T>(JacobiStart start, SvdOptions options, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = start.Norms.Length;
        T[] values = new T[n];
        double[] inverse = new double[n];
        for (int k = 0; k < n; k++)
        {
            values[k] = T.CreateTruncating(Math.ScaleB(start.Norms[k], start.Exponent));
            inverse[k] = 1 / start.Norms[k];
        }

        SvdParts<T> parts = new(values, true, 1, T.CreateTruncating(start.LargestCosine));
        if (start.Vt is null)
        {
            return parts;
        }

        ColumnScaling.Apply<double>(start.Columns.AsSpan(), inverse);
        parts.Left = Precision.Convert<double, T>(start.Columns);
        parts.Right = Precision.Convert<double, T>(start.Vt);
        return Finished(parts, null, start.Columns.Rows, options, cancellationToken);
    }

    /// <summary>The same with orthonormal columns behind the first ones.</summary>
    private static Matrix<T> Completed<T>(Matrix<T> left, int count, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> rows = Matrix<T>.Uninitialized(count, left.Rows);
        ((ReadOnlyMatrixSpan<T>)left).Transposed.CopyTo(rows.Slice(0, 0, left.Columns, left.Rows));
        OrthonormalRows.Complete(rows.AsSpan(), left.Columns, cancellationToken);
        return Matrix<T>.Copy(rows.Transposed);
    }

    /// <summary>The left singular vectors brought to full length, and completed where all are asked for.</summary>
    private static SvdParts<T> Finished<T>(SvdParts<T> parts, TallReduction<T>? tall, int rows, SvdOptions options, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (parts.Left is { } left)
        {
            int count = options.Vectors == SvdVectors.Full ? rows : left.Columns;
            parts.Left = tall is not null ? tall.Expand(left, count) : count == left.Columns ? left : Completed(left, count, cancellationToken);
        }

        return parts;
    }

    private static T[] SingularValues<T>(ScaledVectors<T> rows, OneSidedJacobi<T> jacobi, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[count];
        for (int k = 0; k < rows.Count; k++)
        {
            int i = jacobi.Order[k];
            values[k] = T.ScaleB(jacobi.Norm(i), rows.Exponents[i]);
        }

        return values;
    }

    /// <summary>The left singular vectors, length x count: Q applied to the rotations (in the tails), then to unit vectors.</summary>
    private static Matrix<T> Left<T>(ScaledVectors<T> rows, OneSidedJacobi<T> jacobi, PivotedColumns<T> qr, int count, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> left = new(count, length);
        for (int k = 0; k < count; k++)
        {
            if (k < rows.Count)
            {
                rows.Tail(jacobi.Order[k]).CopyTo(left.Row(k));
            }
            else
            {
                left[k, k] = T.One;
            }
        }

        qr.ApplyQ(left.AsSpan());
        return Matrix<T>.Copy(left.Transposed);
    }

    /// <summary>The right singular vectors as rows: the rotated vectors divided by their norms, and a completion.</summary>
    private static Matrix<T> Right<T>(ScaledVectors<T> rows, OneSidedJacobi<T> jacobi, int count, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> right = new(count, count);
        int known = 0;
        for (; known < rows.Count && jacobi.Norm(jacobi.Order[known]) != T.Zero; known++)
        {
            int i = jacobi.Order[known];
            Span<T> row = right.Row(known);
            rows[i].CopyTo(row);
            VectorKernels.Scale(row, T.One / jacobi.Norm(i));
        }

        OrthonormalRows.Complete(right.AsSpan(), known, cancellationToken);
        return right;
    }
}
