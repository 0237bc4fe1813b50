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
    /// <summary>Writes the parts of a matrix with m ≥ n; null if an element is not finite.</summary>
    /// <param name="a">m x n, any strides; only read.</param>
    /// <param name="target">Where the parts go; overwritten, without success too.</param>
    /// <param name="maxSweeps">The cap on the sweeps.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    /// <param name="parallelism">For the products.</param>
    /// <param name="cancellationToken">Looked at in every row of a sweep.</param>
    public static SvdProgress<T>? Compute<T>(
        ReadOnlyMatrixSpan<T> a, in SvdTarget<T> target, int maxSweeps, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SvdProgress<T>? progress = null;
        bool isTall = TallReduction<T>.Pays(a.Rows, a.Columns), few = IsFew<T>(a.Columns, target.HasVectors);
        if (few && !isTall)
        {
            progress = JacobiByRounds.Run(a, 0, in target, maxSweeps, memory, cancellationToken);
        }
        else if (!target.HasVectors && !isTall && BidiagonalSvd.TryValues(a, target.Values, memory, cancellationToken))
        {
            return new SvdProgress<T>(true, 0, T.Zero);
        }
        else
        {
            progress = FromStart(a, target, maxSweeps, memory, parallelism, cancellationToken);
        }

        if (progress is null)
        {
            return General(a, target, few && isTall, maxSweeps, memory, parallelism, cancellationToken);
        }

        target.CompleteLeft(memory, cancellationToken);
        return progress;
    }

    /// <summary>The bytes that the decomposition of an m x n matrix with m ≥ n works in.</summary>
    public static long Bytes<T>(int rows, int columns, SvdVectors vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool withVectors = vectors != SvdVectors.None, isTall = TallReduction<T>.Pays(rows, columns), few = IsFew<T>(columns, withVectors);
        int count = vectors == SvdVectors.Full ? rows : columns;
        long quick = few && !isTall ? JacobiByRounds.Bytes<T>(rows, columns, withVectors) : StartBytes<T>(rows, columns, withVectors);
        long values = few || withVectors || isTall ? 0 : BidiagonalSvd.Bytes<T>(rows, columns);
        long completion = withVectors ? SvdTarget<T>.CompleteBytes(rows, columns, count) : 0;
        return Math.Max(Math.Max(quick, values), Math.Max(completion, GeneralBytes<T>(rows, columns, count, withVectors, isTall, few)));
    }

    private static bool IsFew<T>(int columns, bool withVectors) => columns <= JacobiByRounds.MostColumns<T>(withVectors);

    /// <summary>By way of the Gram matrix; null where that way is not taken.</summary>
    private static SvdProgress<T>? FromStart<T>(
        ReadOnlyMatrixSpan<T> a, in SvdTarget<T> target, int maxSweeps, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Columns;
        MatrixSpan<double> columns = memory.TakeMatrix<double>(a.Rows, n), vt = memory.TakeMatrix<double>(n, n);
        Span<double> norms = memory.Take<double>(n);
        double tolerance = double.CreateTruncating(OneSidedJacobi<T>.ToleranceFor(a.Rows));
        if (JacobiStart.Run(a, columns, vt, norms, target.HasVectors, tolerance, memory, parallelism, cancellationToken) is not { } start)
        {
            return null;
        }

        if (!(start.LargestCosine <= tolerance))
        {
            return Rotated(start, columns, vt, target, maxSweeps, memory, cancellationToken);
        }

        for (int k = 0; k < n; k++)
        {
            target.Values[k] = T.CreateTruncating(Math.ScaleB(norms[k], start.Exponent));
            norms[k] = 1 / norms[k];
        }

        if (target.HasVectors)
        {
            ColumnScaling.Apply<double>(columns, norms);
            Precision.Convert<double, T>(columns, target.Thin, memory);
            Precision.Convert<double, T>(vt, target.Right, memory);
        }

        return new SvdProgress<T>(true, 1, T.CreateTruncating(start.LargestCosine));
    }

    /// <summary>W and V after true rotations, by way of the memory that they come in.</summary>
    private static SvdProgress<T> Rotated<T>(
        JacobiStart start, MatrixSpan<double> columns, MatrixSpan<double> vt, in SvdTarget<T> target, int maxSweeps, Arena memory, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ScaledVectors<double> vectors = ScaledVectors<double>.Of(columns, target.HasVectors ? vt : default, start.Exponent, ref memory);
        OneSidedJacobi<double> jacobi = OneSidedJacobi<double>.Run(vectors, maxSweeps, ref memory, cancellationToken);
        Span<double> values = memory.Take<double>(vectors.Count);
        jacobi.WriteValues(values);
        Precision.Convert<double, T>(values, target.Values);
        if (target.HasVectors)
        {
            MatrixSpan<double> left = new(ViewMemory.Cover(columns), vectors.Count, vectors.Length);
            for (int k = 0; k < vectors.Count; k++)
            {
                int i = jacobi.Order[k];
                vectors.Tail(i).CopyTo(vt.RowSpan(k));
                vectors[i].CopyTo(left.RowSpan(k));
                VectorKernels.Scale(left.RowSpan(k), 1 / jacobi.Norm(i));
            }

            Precision.Convert<double, T>(left.Transposed, target.Thin, memory);
            Precision.Convert<double, T>(vt, target.Right, memory);
        }

        return new SvdProgress<T>(jacobi.Converged, jacobi.Sweeps, T.CreateTruncating(jacobi.LargestCosine));
    }

    private static long StartBytes<T>(int rows, int columns, bool withVectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long kept = Arena.Bytes<double>((long)rows * columns) + Arena.Bytes<double>((long)columns * columns) + Arena.Bytes<double>(columns);
        long rotated = ScaledVectors<double>.Bytes(columns, rows, withVectors ? columns : 0) + OneSidedJacobi<double>.Bytes(columns) + Arena.Bytes<double>(columns);
        return kept + Math.Max(JacobiStart.Bytes<T>(rows, columns), rotated + Precision.Bytes<double, T>(columns));
    }

    /// <summary>By way of the QR factorizations; null if an element is not finite.</summary>
    private static SvdProgress<T>? General<T>(
        ReadOnlyMatrixSpan<T> a, in SvdTarget<T> target, bool tryRounds, int maxSweeps, Arena memory, Parallelism parallelism, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!ScaledVectors<T>.TryFromColumns(a, ref memory, out ScaledVectors<T> columns))
        {
            return null;
        }

        if (!TallReduction<T>.Pays(a.Rows, a.Columns))
        {
            return Preconditioned(columns, target, maxSweeps, memory, cancellationToken);
        }

        TallReduction<T> tall = TallReduction<T>.Of(columns, ref memory, parallelism, cancellationToken);
        columns = tall.Columns;
        SvdTarget<T> top = target.Top(a.Columns);
        SvdProgress<T>? progress = tryRounds && columns.HaveOneExponent
            ? JacobiByRounds.Run<T>(columns.AsRows().Transposed, columns.Exponents[0], top, maxSweeps, memory, cancellationToken)
            : null;
        progress ??= Preconditioned(columns, top, maxSweeps, memory, cancellationToken);
        if (target.HasVectors)
        {
            tall.Expand(target.Left, memory);
        }

        return progress;
    }

    /// <summary>Pivoted QR of the columns, which it overwrites, and rotations of the rows of R.</summary>
    private static SvdProgress<T> Preconditioned<T>(ScaledVectors<T> columns, in SvdTarget<T> target, int maxSweeps, Arena memory, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PivotedColumns<T> qr = PivotedColumns<T>.Factor(columns, ref memory, cancellationToken);
        ScaledVectors<T> rows = qr.RowsOfR(target.HasVectors, ref memory);
        OneSidedJacobi<T> jacobi = OneSidedJacobi<T>.Run(rows, maxSweeps, ref memory, cancellationToken);
        jacobi.WriteValues(target.Values);
        if (target.HasVectors)
        {
            WriteLeft(target.Left, rows, jacobi, qr, memory);
            WriteRight(target.Right, rows, jacobi, memory, cancellationToken);
        }

        return jacobi.Progress;
    }

    private static long GeneralBytes<T>(int rows, int columns, int count, bool withVectors, bool isTall, bool few)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = isTall ? columns : rows;
        long from = ScaledVectors<T>.FromColumnsBytes(rows, columns), after = PreconditionedBytes<T>(length, columns, isTall ? columns : count, withVectors);
        if (!isTall)
        {
            return from + after;
        }

        long rounds = few ? JacobiByRounds.Bytes<T>(columns, columns, withVectors) : 0;
        return from + TallReduction<T>.KeptBytes(rows, columns) + Math.Max(Math.Max(rounds, after), TallReduction<T>.WorkBytes(rows, columns, withVectors ? count : 0));
    }

    private static long PreconditionedBytes<T>(int rows, int columns, int count, bool withVectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long taken = PivotedColumns<T>.Bytes(columns, rows) + ScaledVectors<T>.Bytes(columns, columns, withVectors ? columns : 0) + OneSidedJacobi<T>.Bytes(columns);
        long vectors = Math.Max(Arena.Bytes<T>((long)count * rows), Arena.Bytes<T>((long)columns * columns) + OrthonormalRows.Bytes<T>(columns, columns));
        return taken + (withVectors ? vectors : 0);
    }

    /// <summary>The left singular vectors: Q applied to the rotations (in the tails), then to unit vectors.</summary>
    private static void WriteLeft<T>(MatrixSpan<T> left, ScaledVectors<T> rows, OneSidedJacobi<T> jacobi, PivotedColumns<T> qr, Arena memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixSpan<T> transposed = memory.TakeMatrix<T>(left.Columns, left.Rows);
        transposed.Fill(T.Zero);
        for (int k = 0; k < left.Columns; k++)
        {
            if (k < rows.Count)
            {
                rows.Tail(jacobi.Order[k]).CopyTo(transposed.RowSpan(k));
            }
            else
            {
                transposed[k, k] = T.One;
            }
        }

        qr.ApplyQ(transposed);
        transposed.Transposed.CopyTo(left);
    }

    /// <summary>The right singular vectors as rows: the rotated vectors divided by their norms, and a completion.</summary>
    private static void WriteRight<T>(MatrixSpan<T> right, ScaledVectors<T> rows, OneSidedJacobi<T> jacobi, Arena memory, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixSpan<T> lines = memory.TakeMatrix<T>(right.Rows, right.Columns);
        int known = 0;
        for (; known < rows.Count && jacobi.Norm(jacobi.Order[known]) != T.Zero; known++)
        {
            int i = jacobi.Order[known];
            Span<T> row = lines.RowSpan(known);
            rows[i].CopyTo(row);
            VectorKernels.Scale(row, T.One / jacobi.Norm(i));
        }

        OrthonormalRows.Complete(lines, known, memory, cancellationToken);
        lines.CopyTo(right);
    }
}
