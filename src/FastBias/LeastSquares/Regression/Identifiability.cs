using System.Numerics;

namespace FastBias;

/// <summary>Which coefficients the data determine alone, and which only in combination.</summary>
internal sealed class Identifiability<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required bool[] IsDetermined { get; init; }

    public required bool IsInterceptDetermined { get; init; }

    public required IReadOnlyList<LinearCombination<T>> Dependencies { get; init; }

    public required IReadOnlyList<LinearCombination<T>> Combinations { get; init; }

    /// <summary>Whether the null space was too large to be written as combinations.</summary>
    public required bool IsTooLarge { get; init; }

    /// <param name="design">The design.</param>
    /// <param name="spectrum">Its spectrum.</param>
    /// <param name="names">The names of the coefficients, the intercept's last where there is one.</param>
    /// <param name="estimates">Their estimates in the same order.</param>
    public static Identifiability<T> Find(RegressionDesign<T> design, RegressionSpectrum<T> spectrum, IReadOnlyList<string> names, T[] estimates)
    {
        Matrix<T> basis = spectrum.NullRows();
        T tolerance = spectrum.ZeroTolerance;
        bool[] determined = new bool[spectrum.Columns];
        for (int j = 0; j < determined.Length; j++)
        {
            determined[j] = !(VectorProduct.Norm<T>(basis.Column(j)) > tolerance);
        }

        bool hasIntercept = names.Count > spectrum.Columns;
        NullSpaceEchelon<T>? echelon = NullSpaceEchelon<T>.Reduce(basis, tolerance);
        Matrix<T> vectors = InUnitsOfX(echelon?.Rows ?? basis, echelon?.Pivots, design, hasIntercept, tolerance);
        (Matrix<T> sparse, int[] sparsePivots) = echelon is null ? (basis, []) : SparseNullSpace.Find(echelon, spectrum.RowSpaceRows(), tolerance);
        Matrix<T> dependencies = echelon is null ? vectors : InUnitsOfX(sparse, sparsePivots, design, hasIntercept, tolerance);
        bool interceptDetermined = !hasIntercept || !vectors.Column(spectrum.Columns).AsSpan().ContainsAnyExcept(T.Zero);
        return new Identifiability<T>
        {
            IsDetermined = determined,
            IsInterceptDetermined = interceptDetermined,
            IsTooLarge = echelon is null,
            Dependencies = echelon is null ? [] : [.. Enumerable.Range(0, dependencies.Rows).Select(i => Combine(dependencies.Row(i), names, estimates))],
            Combinations = echelon is null ? [] : FindCombinations(vectors, echelon.Pivots, names, estimates),
        };
    }

    /// <summary>
    /// Null vectors of [X 1] from those of D: vⱼ = zⱼ·2^(e of the pivot − eⱼ), so that the pivot stays 1, and
    /// −Σ centreⱼ·zⱼ for the intercept.
    /// </summary>
    private static Matrix<T> InUnitsOfX(Matrix<T> rows, int[]? pivots, RegressionDesign<T> design, bool hasIntercept, T tolerance)
    {
        Matrix<T> vectors = new(rows.Rows, rows.Columns + (hasIntercept ? 1 : 0));
        for (int i = 0; i < rows.Rows; i++)
        {
            int unit = pivots is null ? 0 : design.Unit[pivots[i]];
            CompensatedSum<T> intercept = default;
            T size = T.Zero;
            for (int j = 0; j < rows.Columns; j++)
            {
                vectors[i, j] = T.ScaleB(rows[i, j], unit - design.Unit[j]);
                intercept.AddProduct(-rows[i, j], design.Center[j]);
                size += T.Abs(rows[i, j] * design.Center[j]);
            }

            if (hasIntercept && T.Abs(intercept.Value) > tolerance * size)
            {
                vectors[i, rows.Columns] = T.ScaleB(intercept.Value, unit);
            }
        }

        return vectors;
    }

    private static List<LinearCombination<T>> FindCombinations(Matrix<T> vectors, int[] pivots, IReadOnlyList<string> names, T[] estimates)
    {
        List<LinearCombination<T>> combinations = [];
        HashSet<int> free = [.. pivots];
        for (int j = 0; j < vectors.Columns; j++)
        {
            T[] factors = new T[vectors.Columns];
            for (int i = 0; i < vectors.Rows; i++)
            {
                factors[pivots[i]] = -vectors[i, j];
            }

            if (!free.Contains(j) && factors.AsSpan().ContainsAnyExcept(T.Zero))
            {
                factors[j] = T.One;
                combinations.Add(Combine(factors, names, estimates));
            }
        }

        return combinations;
    }

    /// <summary>The sum with its first factor positive.</summary>
    private static LinearCombination<T> Combine(ReadOnlySpan<T> factors, IReadOnlyList<string> names, T[] estimates)
    {
        List<(string, T)> terms = [];
        CompensatedSum<T> value = default;
        T sign = T.Zero;
        for (int j = 0; j < factors.Length; j++)
        {
            if (factors[j] != T.Zero)
            {
                sign = sign == T.Zero ? T.CopySign(T.One, factors[j]) : sign;
                terms.Add((names[j], sign * factors[j]));
                value.AddProduct(sign * factors[j], estimates[j]);
            }
        }

        return new LinearCombination<T>(terms, value.Value);
    }
}
