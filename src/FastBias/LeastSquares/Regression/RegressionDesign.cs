using System.Numerics;

namespace FastBias;

/// <summary>The matrix and the right-hand side that are solved instead of X and y, and the way back.</summary>
/// <remarks>
/// <code>
///   D = (X − 1·centreᵀ)·diag(1/unit)          unitⱼ = 2^eⱼ, or the deviation if standardised, or one 2^e for a ridge
///   z = (y − 1·centre)/2^t                     centre = 0 without an intercept (for X also without standardising)
///   γ = argmin ‖D·γ − z‖                       βⱼ = γⱼ·2^t/unitⱼ   (per deviation: βⱼ = γⱼ·2^t)
/// </code>
/// The intercept is taken out by centring and not by a column of ones: subtracting any constant from a column leaves the model
/// as it was, each difference is rounded relative to itself, and what is left of the mean enters the result with its square.
/// The powers of two make the largest element of each column lie in [1, 2): the rank does not depend on the units of the
/// columns, nothing overflows, and every scaling is exact.
/// </remarks>
internal sealed class RegressionDesign<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private RegressionDesign(Matrix<T> d, T[] z, T[] center, T targetCenter, int[] exponent, int targetExponent, bool isPerDeviation)
    {
        D = d;
        Z = z;
        Center = center;
        TargetCenter = targetCenter;
        TargetExponent = targetExponent;
        Unit = exponent;
        BackExponent = [.. exponent.Select(e => isPerDeviation ? targetExponent : targetExponent - e)];
        IsPerDeviation = isPerDeviation;
    }

    public Matrix<T> D { get; }

    public T[] Z { get; }

    /// <summary>What was subtracted from each column, in units of D; zero for a standardised one, whose centre is part of its definition.</summary>
    public T[] Center { get; }

    /// <summary>What was subtracted from y, in units of z.</summary>
    public T TargetCenter { get; }

    public int TargetExponent { get; }

    /// <summary>eⱼ: a dependency between columns of D, divided by 2^eⱼ, is one between columns of X.</summary>
    public int[] Unit { get; }

    /// <summary>βⱼ = γⱼ·2^BackExponentⱼ.</summary>
    public int[] BackExponent { get; }

    public bool IsPerDeviation { get; }

    public static RegressionDesign<T> Create(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, bool intercept, bool standardize, T lambda)
    {
        // Columns as rows: every step below walks along one column.
        Matrix<T> columns = Matrix<T>.Copy(x.Transposed);
        T[] z = y.ToArray();
        int targetExponent = ScaleToOne(z);
        T targetCenter = intercept ? Centre(z) : T.Zero;

        int count = columns.Rows;
        int[] exponent = new int[count];
        T[] center = new T[count];
        for (int j = 0; j < count; j++)
        {
            Span<T> column = columns.Row(j);
            exponent[j] = ScaleToOne(column);
            center[j] = intercept || standardize ? Centre(column) : T.Zero;
            int shift = ScaleToOne(column);
            exponent[j] += shift;
            center[j] = T.ScaleB(center[j], -shift);
            if (standardize)
            {
                Divide(column, VectorProduct.Norm<T>(column) / T.Sqrt(T.CreateTruncating(Math.Max(1, column.Length))));
                center[j] = T.Zero;
            }
        }

        if (standardize)
        {
            Array.Clear(exponent);
        }
        else if (lambda > T.Zero)
        {
            UseOneUnit(columns, center, exponent, lambda);
        }

        return new(Matrix<T>.Copy(columns.Transposed), z, center, targetCenter, exponent, targetExponent, standardize);
    }

    /// <summary>Divides by a power of two so that the largest element lies in [1, 2); returns its exponent, 0 for a zero column.</summary>
    private static int ScaleToOne(Span<T> column)
    {
        T max = T.Zero;
        foreach (T element in column)
        {
            max = T.Max(max, T.Abs(element));
        }

        if (max == T.Zero)
        {
            return 0;
        }

        int exponent = T.ILogB(max);
        foreach (ref T element in column)
        {
            element = T.ScaleB(element, -exponent);
        }

        return exponent;
    }

    /// <summary>Subtracts the mean and returns it; a constant column becomes exactly zero.</summary>
    private static T Centre(Span<T> column)
    {
        if (column.Length == 0)
        {
            return T.Zero;
        }

        T mean = column[0];
        if (column.ContainsAnyExcept(mean))
        {
            CompensatedSum<T> sum = default;
            foreach (T element in column)
            {
                sum.Add(element);
            }

            mean = sum.Value / T.CreateTruncating(column.Length);
        }

        foreach (ref T element in column)
        {
            element -= mean;
        }

        return mean;
    }

    private static void Divide(Span<T> column, T deviation)
    {
        if (deviation == T.Zero)
        {
            return;
        }

        foreach (ref T element in column)
        {
            element /= deviation;
        }
    }

    /// <summary>A ridge compares the columns' sizes, so that all keep one common unit; not so small a one that λ would leave the range in its square.</summary>
    private static void UseOneUnit(Matrix<T> columns, T[] center, int[] exponent, T lambda)
    {
        int common = exponent.Length == 0 ? 0 : exponent.Max();
        common += Penalty.Excess(lambda, common);
        for (int j = 0; j < exponent.Length; j++)
        {
            int shift = exponent[j] - common;
            foreach (ref T element in columns.Row(j))
            {
                element = T.ScaleB(element, shift);
            }

            center[j] = T.ScaleB(center[j], shift);
            exponent[j] = common;
        }
    }
}
