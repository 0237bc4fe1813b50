using System.Numerics;

namespace FastBias.Testing;

/// <summary>The structure that a generated matrix has.</summary>
public enum MatrixStructure
{
    /// <summary>Uniform in [−1, 1).</summary>
    Uniform,

    /// <summary>Integers up to 8: products are exact.</summary>
    Integers,

    /// <summary>Exponents of all sizes.</summary>
    WideExponents,

    /// <summary>Uniform, rows and columns graded by powers of two.</summary>
    Graded,

    /// <summary>A product of two thin integer matrices.</summary>
    RankDeficient,

    /// <summary>Blocks, rows and columns of zeros in a uniform matrix.</summary>
    ZeroBlocks,

    /// <summary>Only a diagonal.</summary>
    Diagonal,

    /// <summary>The identity.</summary>
    Identity,

    /// <summary>All zero.</summary>
    Zero,

    /// <summary>The result of shrinking: whatever failed.</summary>
    Shrunk,
}

/// <summary>A generated matrix. Shrinks by shape first, then structure (graded, diagonal, identity), then entries to small integers.</summary>
public sealed class TestMatrix<T>(Matrix<T> a, MatrixStructure structure)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Above this many elements the text does not list them.</summary>
    private const int PrintedElements = 400;

    /// <summary>The elements.</summary>
    public Matrix<T> A { get; } = a;

    /// <summary>The structure.</summary>
    public MatrixStructure Structure { get; } = structure;

    /// <summary>The number of rows.</summary>
    public int Rows => A.Rows;

    /// <summary>The number of columns.</summary>
    public int Columns => A.Columns;

    /// <summary>The matrix.</summary>
    public static implicit operator Matrix<T>(TestMatrix<T> matrix) => matrix.A;

    /// <summary>The matrix as a view.</summary>
    public static implicit operator ReadOnlyMatrixSpan<T>(TestMatrix<T> matrix) => matrix.A.AsSpan();

    /// <summary>A matrix of this shape and structure from a seed.</summary>
    public static TestMatrix<T> Create(int rows, int columns, MatrixStructure structure, ulong seed) => new(Elements(rows, columns, structure, new TestRandom(seed)), structure);

    /// <summary>Smaller or simpler matrices, the most different first.</summary>
    public IEnumerable<TestMatrix<T>> Shrink() => Smaller().Concat(Simpler()).Concat(SmallerEntries()).Select(a => new TestMatrix<T>(a, MatrixStructure.Shrunk));

    /// <inheritdoc/>
    public override string ToString() => A.Data.Length <= PrintedElements
        ? $"{Structure} {Rows}x{Columns}: {Literal.Of(A)}"
        : $"{Structure} {Rows}x{Columns}, {Literal.Of(double.CreateChecked(A.Data[0]))} …";

    private static Matrix<T> Elements(int rows, int columns, MatrixStructure structure, TestRandom random)
    {
        switch (structure)
        {
            case MatrixStructure.Integers:
                return random.IntegerMatrix<T>(rows, columns);
            case MatrixStructure.WideExponents:
                return random.WideExponentMatrix<T>(rows, columns);
            case MatrixStructure.Graded:
                (int down, int right) = (random.NextInteger(-3, 3), random.NextInteger(-3, 3));
                return Map(random.UniformMatrix<T>(rows, columns), (i, j, x) => T.ScaleB(x, Math.Clamp((i * down) + (j * right), -60, 60)));
            case MatrixStructure.RankDeficient:
                int rank = random.NextInteger(0, Math.Max(0, Math.Min(rows, columns) - 1));
                Matrix<T> left = random.IntegerMatrix<T>(rows, rank, 3), basis = random.IntegerMatrix<T>(rank, columns, 3);
                return Map(new Matrix<T>(rows, columns), (i, j, _) => Sum(rank, p => left[i, p] * basis[p, j]));
            case MatrixStructure.ZeroBlocks:
                (int row, int column, int kind) = (random.NextInteger(0, rows), random.NextInteger(0, columns), random.NextInteger(0, 3));
                return Map(random.UniformMatrix<T>(rows, columns), (i, j, x) =>
                    (kind == 0 ? i == row : kind == 1 ? j == column : kind == 2 ? i < row && j < column : i >= row || j >= column) ? T.Zero : x);
            case MatrixStructure.Diagonal:
                return Map(random.UniformMatrix<T>(rows, columns), (i, j, x) => i == j ? x : T.Zero);
            case MatrixStructure.Identity:
                return Matrix<T>.Identity(rows, columns);
            case MatrixStructure.Zero:
                return new Matrix<T>(rows, columns);
            default:
                return random.UniformMatrix<T>(rows, columns);
        }
    }

    private IEnumerable<Matrix<T>> Smaller()
    {
        foreach (int rows in SizeGenerator.Shrink(Rows))
        {
            yield return Matrix<T>.Copy(A.Slice(0, 0, rows, Columns));
            yield return Matrix<T>.Copy(A.Slice(Rows - rows, 0, rows, Columns));
        }

        foreach (int columns in SizeGenerator.Shrink(Columns))
        {
            yield return Matrix<T>.Copy(A.Slice(0, 0, Rows, columns));
            yield return Matrix<T>.Copy(A.Slice(0, Columns - columns, Rows, columns));
        }
    }

    /// <summary>Identity, diagonal, and a matrix of powers of two that only keeps each row's and column's size; none that is not simpler, so that shrinking ends.</summary>
    private IEnumerable<Matrix<T>> Simpler()
    {
        Matrix<T> identity = Matrix<T>.Identity(Rows, Columns), diagonal = Map(A, (i, j, x) => i == j ? x : T.Zero), powers = Map(A, (_, _, x) => PowerOfTwo(x));
        bool isDiagonal = diagonal.Data.AsSpan().SequenceEqual(A.Data);
        if (!isDiagonal || diagonal.Data.Any(x => x != T.Zero && x != T.One))
        {
            yield return identity;
        }

        if (!isDiagonal)
        {
            yield return diagonal;
        }

        if (Weight(powers) < Weight(A))
        {
            yield return powers;
        }
    }

    /// <summary>All entries to integers, then each alone to 0, 1 or its integer part, while the matrix is small.</summary>
    private IEnumerable<Matrix<T>> SmallerEntries()
    {
        Matrix<T> integers = Map(A, (_, _, x) => Small(x));
        if (Weight(integers) < Weight(A))
        {
            yield return integers;
        }

        for (int p = 0; p < A.Data.Length && A.Data.Length <= 64; p++)
        {
            foreach (T value in (T[])[T.Zero, T.One, Small(A.Data[p]), Small(A.Data[p] / (T.One + T.One))])
            {
                if (Weight(value) < Weight(A.Data[p]))
                {
                    Matrix<T> changed = A.Clone();
                    changed.Data[p] = value;
                    yield return changed;
                }
            }
        }
    }

    /// <summary>An integer of the same sign, of at most 100 in size.</summary>
    private static T Small(T x) => T.IsFinite(x) ? T.Clamp(T.Truncate(x), T.CreateChecked(-100), T.CreateChecked(100)) : T.Zero;

    private static T PowerOfTwo(T x) => x == T.Zero || !T.IsFinite(x) ? T.Zero : T.CopySign(T.ScaleB(T.One, T.ILogB(x)), x);

    private static long Weight(Matrix<T> a) => a.Data.Sum(x => (long)Weight(x));

    /// <summary>How complicated a number is: 0, 1, other small integers, powers of two, anything else. Every shrink lowers the sum.</summary>
    private static int Weight(T x) =>
        x == T.Zero && !T.IsNegative(x) ? 0
        : x == T.One ? 1
        : T.IsInteger(x) && T.Abs(x) <= T.CreateChecked(100) ? 2 + (2 * int.CreateTruncating(T.Abs(x))) + (T.IsNegative(x) ? 1 : 0)
        : T.IsFinite(x) && T.Abs(PowerOfTwo(x)) == T.Abs(x) ? 1000
        : 2000;

    private static T Sum(int count, Func<int, T> term)
    {
        T sum = T.Zero;
        for (int p = 0; p < count; p++)
        {
            sum += term(p);
        }

        return sum;
    }

    private static Matrix<T> Map(Matrix<T> a, Func<int, int, T, T> element)
    {
        Matrix<T> result = new(a.Rows, a.Columns);
        for (int p = 0; p < a.Data.Length; p++)
        {
            result.Data[p] = element(p / a.Columns, p % a.Columns, a.Data[p]);
        }

        return result;
    }
}
