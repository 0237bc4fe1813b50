using System.Numerics;

namespace FastBias;

/// <summary>A factored A = Q·C·Z1ᵀ that solves, and tells its certificate what it knows of A.</summary>
/// <remarks>
/// <code>
///   A  =  Q · [ C  0 ] · Z        C: the core, r x r, nonsingular        Z1: the first r rows of Z, a basis of the row space
///             [ 0  0 ]            (upper or lower triangular, or diagonal)
/// </code>
/// With ridge A stands for [A; √λ·I], whose part outside the row space of A is √λ·I.
/// </remarks>
internal abstract class SystemFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The name of the method.</summary>
    public abstract LeastSquaresMethod Method { get; }

    /// <summary>r, the order of the core.</summary>
    public abstract int Rank { get; }

    /// <summary>The smallest that was kept over the largest that was cut.</summary>
    public virtual T RankGap => T.PositiveInfinity;

    /// <summary>The Frobenius norm of what was cut from A.</summary>
    public virtual T Cut => T.Zero;

    /// <summary>The condition of the core; 0 at rank zero.</summary>
    public abstract T Condition { get; }

    /// <summary>‖C⁻¹‖, as good as <see cref="Condition"/> is.</summary>
    public abstract T InverseNorm { get; }

    /// <summary>√λ with ridge: what the factored matrix does outside the row space of A.</summary>
    public virtual T OutsideScale => T.Zero;

    /// <summary>C.</summary>
    public abstract ReadOnlyMatrixSpan<T> Core { get; }

    /// <summary>X = the solution of minimum norm, n x p, for the B of the problem that was factored.</summary>
    public abstract Status Solve(Matrix<T> x, in LeastSquaresProblem<T> problem);

    /// <summary>One step of refinement of X, with residuals in twice the precision; false if this method has none.</summary>
    public virtual bool Refine(in LeastSquaresProblem<T> problem, Matrix<T> x) => false;

    /// <summary>The coordinates Z1·g, and what of g lies outside the row space, in any orthogonal coordinates; both column by column.</summary>
    public abstract RowSpaceSplit<T> Split(Matrix<T> g);

    /// <summary>Gives borrowed memory back: nothing may be solved or split afterwards. Without this call the memory is collected like any other.</summary>
    public virtual void Release()
    {
    }
}

/// <summary>The parts of vectors inside and outside a row space, one column each.</summary>
/// <param name="Inside">r x p.</param>
/// <param name="Outside">Any number of rows x p.</param>
internal readonly record struct RowSpaceSplit<T>(Matrix<T> Inside, Matrix<T> Outside)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first <paramref name="rank"/> rows, and the others.</summary>
    public static RowSpaceSplit<T> AtRow(Matrix<T> coordinates, int rank) => new(
        Matrix<T>.Copy(coordinates.Slice(0, 0, rank, coordinates.Columns)),
        Matrix<T>.Copy(coordinates.Slice(rank, 0, coordinates.Rows - rank, coordinates.Columns)));

    /// <summary>All of it, where A has full column rank.</summary>
    public static RowSpaceSplit<T> All(Matrix<T> vectors) => new(vectors, new Matrix<T>(0, vectors.Columns));
}
