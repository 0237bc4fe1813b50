using System.Numerics;

namespace FastBias;

/// <summary>Singular values alone, of a matrix whose columns are of one size: those of a bidiagonal matrix.</summary>
/// <remarks>
/// The reduction has an error of ε·‖A‖, as the start from the Gram matrix has (<see cref="JacobiStart"/>): where the columns are of one size nothing is lost by that.
/// </remarks>
internal static class BidiagonalSvd
{
    /// <summary>The values, descending; null if the columns are not of one size, or not finite, or the iteration did not end.</summary>
    public static T[]? Values<T>(ReadOnlyMatrixSpan<T> a, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (PowerOfTwo.ScaledCopy(a, out int exponent) is not { } work || !WorkingRange<T>.AreOfOneSize(ColumnSquares(work)))
        {
            return null;
        }

        (T[] diagonal, T[] beside) = BidiagonalReduction<T>.Run(work, cancellationToken);
        T[]? values = BidiagonalValues<T>.Run(diagonal, beside);
        for (int i = 0; i < values?.Length; i++)
        {
            values[i] = T.ScaleB(values[i], exponent);
        }

        return values;
    }

    private static T[] ColumnSquares<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] squares = new T[a.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            ReadOnlySpan<T> row = a.Row(i);
            for (int j = 0; j < squares.Length; j++)
            {
                squares[j] = T.FusedMultiplyAdd(row[j], row[j], squares[j]);
            }
        }

        return squares;
    }
}
