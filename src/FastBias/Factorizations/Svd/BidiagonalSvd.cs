using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Singular values alone, of a matrix whose columns are of one size: those of a bidiagonal matrix.</summary>
/// <remarks>
/// The reduction has an error of ε·‖A‖, as the start from the Gram matrix has (<see cref="JacobiStart"/>): where the columns are of one size nothing is lost by that.
/// </remarks>
internal static class BidiagonalSvd
{
    /// <summary>The values, descending; false if the columns are not of one size, or not finite, or the iteration did not end.</summary>
    public static bool TryValues<T>(ReadOnlyMatrixSpan<T> a, Span<T> values, Arena memory, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = a.Columns;
        MatrixSpan<T> work = memory.TakeMatrix<T>(a.Rows, n);
        Span<T> diagonal = memory.Take<T>(n), beside = memory.Take<T>(n)[..Math.Max(0, n - 1)];
        if (!PowerOfTwo.TryCopy(a, work, out int exponent) || !AreOfOneSize(work, diagonal))
        {
            return false;
        }

        BidiagonalReduction<T>.Run(work, diagonal, beside, memory, cancellationToken);
        bool converged = BidiagonalValues<T>.Run(values, diagonal, beside, memory);
        for (int i = 0; i < n; i++)
        {
            values[i] = T.ScaleB(values[i], exponent);
        }

        return converged;
    }

    /// <summary>The bytes that it works in.</summary>
    public static long Bytes<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Arena.Bytes<T>((long)rows * columns) + (2 * Arena.Bytes<T>(columns)) + Math.Max(BidiagonalReduction<T>.Bytes(rows, columns), BidiagonalValues<T>.Bytes(columns));

    private static bool AreOfOneSize<T>(ReadOnlyMatrixSpan<T> a, Span<T> squares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        squares.Clear();
        for (int i = 0; i < a.Rows; i++)
        {
            ReadOnlySpan<T> row = a.RowSpan(i);
            for (int j = 0; j < squares.Length; j++)
            {
                squares[j] = T.FusedMultiplyAdd(row[j], row[j], squares[j]);
            }
        }

        return WorkingRange<T>.AreOfOneSize(squares);
    }
}
