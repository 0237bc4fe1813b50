using System.Numerics;

namespace FastBias;

/// <summary>A basis of a null space from its sparsest vectors that can be found: the shortest sentences about which columns repeat each other.</summary>
/// <remarks>
/// For each pivot j of the echelon form: min ‖z‖₁ subject to V₁·z = 0 and zⱼ = 1, V₁ a basis of the row space; a vertex of this linear program has few elements that are not zero.
/// Of these vectors and the rows of the echelon form, the sparsest ones that are independent are taken. (To find the sparsest of all is NP-hard.)
/// Source: S.-J. Kim, K. Koh, S. Boyd, D. Gorinevsky, SIAM Rev. 51 (2009), and S. Chen, D. Donoho, M. Saunders (2001) for the 1-norm in the place of the count.
/// </remarks>
internal static class SparseNullSpace
{
    /// <summary>More than that many operations are not worth a shorter sentence.</summary>
    private const double Affordable = 4e9;

    /// <summary>d vectors in rows, and for each the column in which it is 1.</summary>
    /// <param name="echelon">The null space in reduced echelon form, d x n.</param>
    /// <param name="rowSpace">An orthonormal basis of the row space, r x n.</param>
    /// <param name="tolerance">What is not larger counts as zero.</param>
    public static (Matrix<T> Rows, int[] Pivots) Find<T>(NullSpaceEchelon<T> echelon, Matrix<T> rowSpace, T tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> rows = echelon.Rows;
        int n = rows.Columns, count = rows.Rows;
        double cost = 8.0 * count * n * n * (rowSpace.Rows + 1);
        bool isShort = Enumerable.Range(0, count).All(i => Support(rows.Row(i)) <= 2);
        if (count == 0 || isShort || cost > Affordable)
        {
            return (rows, echelon.Pivots);
        }

        List<(T[] Vector, int Pivot)> candidates = [];
        for (int i = 0; i < count; i++)
        {
            candidates.Add((rows.Row(i).ToArray(), echelon.Pivots[i]));
            if (Shortest(rowSpace, echelon.Pivots[i], tolerance) is { } vector)
            {
                candidates.Add((vector, echelon.Pivots[i]));
            }
        }

        return Independent(candidates, count, n, tolerance);
    }

    private static T[]? Shortest<T>(Matrix<T> rowSpace, int pivot, T tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> equations = new(rowSpace.Rows + 1, rowSpace.Columns);
        rowSpace.AsSpan().CopyTo(equations.Slice(0, 0, rowSpace.Rows, rowSpace.Columns));
        equations[rowSpace.Rows, pivot] = T.One;
        T[] right = new T[equations.Rows];
        right[^1] = T.One;
        BasisPursuitSolution<T> solved = BasisPursuitSolver.Solve<T>(equations, right);
        if (solved.Status != Status.Success || !(solved.Feasibility <= tolerance))
        {
            return null;
        }

        T[] vector = [.. solved.X.Select(element => T.Abs(element) <= tolerance ? T.Zero : element)];
        vector[pivot] = T.One;
        return vector;
    }

    /// <summary>The sparsest first, each that is not a sum of those before it (Gram and Schmidt, twice).</summary>
    private static (Matrix<T> Rows, int[] Pivots) Independent<T>(List<(T[] Vector, int Pivot)> candidates, int count, int n, T tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> rows = new(count, n);
        int[] pivots = new int[count];
        List<T[]> basis = [];
        foreach ((T[] vector, int pivot) in candidates.OrderBy(candidate => Support<T>(candidate.Vector)))
        {
            T[] rest = [.. vector];
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (T[] direction in basis)
                {
                    VectorProduct.AddScaled<T>(rest, -VectorProduct.Dot<T>(direction, rest), direction);
                }
            }

            T left = VectorProduct.Norm<T>(rest);
            if (basis.Count < count && left > T.Max(tolerance, T.ScaleB(T.One, -10)) * VectorProduct.Norm<T>(vector))
            {
                vector.CopyTo(rows.Row(basis.Count));
                pivots[basis.Count] = pivot;
                basis.Add([.. rest.Select(element => element / left)]);
            }
        }

        return (rows, pivots);
    }

    private static int Support<T>(ReadOnlySpan<T> vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = 0;
        foreach (T element in vector)
        {
            count += element == T.Zero ? 0 : 1;
        }

        return count;
    }
}
