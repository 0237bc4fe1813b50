using System.Numerics;

namespace FastBias;

/// <summary>Looks at a design before anyone believes its coefficients: rank, identifiability, conditioning, leverage, sensitivity, distance from interpolation.</summary>
public static class DesignDiagnosis
{
    /// <summary>Everything about X, m x n, and y.</summary>
    /// <remarks>
    /// <para>Shapes: any m, n and rank. Aliasing: nothing is changed.</para>
    /// <para>Status: <see cref="Status.Success"/>; <see cref="Status.NotConverged"/>, <see cref="Status.NonFiniteInput"/>, <see cref="Status.Cancelled"/>: then there is nothing but the reason.
    /// A missing rank is no failure: it is what is looked for. Empty: without columns the model is the constant; without rows nothing is determined.</para>
    /// <para>The rank is that of the centred design with columns of length one, so that it does not depend on units. Multiplying y or all of X by a power of two moves the results exactly.</para>
    /// <para>Cost: about three singular value decompositions of m x n. Allocates about eight times the size of X. Leverages, residuals and influence need one number for each row.</para>
    /// <para>Source: D. Belsley, E. Kuh, R. Welsch, Regression Diagnostics (1980); R. D. Cook, Technometrics 19 (1977); Å. Björck, Numerical Methods for Least Squares Problems, sections 1.4 and 2.8.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="x">One row per observation, one column per variable.</param>
    /// <param name="y">The observations.</param>
    /// <param name="options">The constant term, the cutoff, names, rows to predict.</param>
    /// <exception cref="ArgumentException">y has not m elements; or names, new rows or reference coefficients are not n in number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not in [0, 1).</exception>
    public static DesignDiagnosis<T> Diagnose<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, DiagnosisOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.Length != x.Rows)
        {
            throw new ArgumentException($"X has {x.Rows} rows, y has {y.Length} elements.", nameof(y));
        }

        return Run(x, y, hasTarget: true, options ?? new());
    }

    /// <summary>Everything about X alone: what needs a y is NaN or empty.</summary>
    /// <inheritdoc cref="Diagnose{T}(ReadOnlyMatrixSpan{T}, ReadOnlySpan{T}, DiagnosisOptions{T}?)"/>
    /// <param name="x">One row per observation, one column per variable.</param>
    /// <param name="options">The constant term, the cutoff, names, rows to predict.</param>
    public static DesignDiagnosis<T> Diagnose<T>(ReadOnlyMatrixSpan<T> x, DiagnosisOptions<T>? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(x, new T[x.Rows], hasTarget: false, options ?? new());

    private static DesignDiagnosis<T> Run<T>(ReadOnlyMatrixSpan<T> x, ReadOnlySpan<T> y, bool hasTarget, DiagnosisOptions<T> options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(options.Names?.Count, x.Columns, "names", nameof(options));
        Require(options.ReferenceCoefficients?.Count, x.Columns, "reference coefficients", nameof(options));
        Require(options.NewRows?.Columns, x.Columns, "columns in the new rows", nameof(options));
        T cutoff = SolverInput<T>.Cutoff(options.RelativeCutoff, x.Rows, x.Columns);
        SolverInput<T> input = new(options);
        Matrix<T> design = Matrix<T>.Copy(x);
        T[] target = y.ToArray();
        input.Read("X", x);
        input.Read("y", y);
        input.Read("new rows", options.NewRows ?? new Matrix<T>(0, 0));
        input.Read("reference coefficients", [.. options.ReferenceCoefficients ?? []]);
        return input.Run(x.Rows, x.Columns, () => new DiagnosisBuilder<T>(input, design, target, hasTarget, options, cutoff).Build());
    }

    private static void Require(int? given, int columns, string what, string name)
    {
        if (given is int count && count != columns)
        {
            throw new ArgumentException($"X has {columns} columns, there are {count} {what}.", name);
        }
    }
}
