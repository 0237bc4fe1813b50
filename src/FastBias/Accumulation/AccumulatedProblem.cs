using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A least-squares problem of any number of rows, reduced to triangles: every answer but those about single rows.</summary>
/// <remarks>min ‖X·β − y‖² = min ‖R·β − d‖² + ‖s‖², so that minimum norm, ridge, rank, null space and standard errors of X are those of R.</remarks>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class AccumulatedProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AccumulatorNode<T> _node;
    private Svd<T>? _spectrum;

    internal AccumulatedProblem(int columns, int targets, IReadOnlyList<string> names, AccumulatorNode<T> node)
    {
        _node = node;
        Names = names;
        R = Matrix<T>.Copy(node.Triangle.Slice(0, 0, columns, columns));
        ProjectedTargets = Matrix<T>.Copy(node.Triangle.Slice(0, columns, columns, targets));
        RestNorms = new T[targets];
        for (int j = 0; j < targets; j++)
        {
            T[] column = node.Triangle.Column(columns + j);
            RestNorms[j] = VectorKernels.Norm<T>(column.AsSpan(columns));
        }
    }

    /// <summary>R, n x n, upper triangular with a diagonal that is not negative: RᵀR = XᵀWX.</summary>
    public Matrix<T> R { get; }

    /// <summary>QᵀY, n x p.</summary>
    public Matrix<T> ProjectedTargets { get; }

    /// <summary>‖y − X·β‖ of each target at full column rank: what no β reaches.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public T[] RestNorms { get; }

    /// <summary>The rows of data.</summary>
    public long Rows => _node.Rows;

    /// <summary>The sum of their weights.</summary>
    public double WeightSum => _node.WeightSum;

    /// <summary>The names of columns and targets, or none.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>max |x_ij| of each column and then max |y_ij| of each target, before weights.</summary>
    public IReadOnlyList<T> ColumnScales => _node.Scales;

    /// <summary>The singular value decomposition of R: the singular values and right vectors of X (of √W·X). Computed at the first call.</summary>
    public Svd<T> Spectrum => _spectrum ??= Svd<T>.Factor(R);

    /// <summary>‖X_j‖ (with weights) of each column: the norms of the columns of R.</summary>
    public T[] ColumnNorms() => Columns.Norms(R);

    /// <summary>β of each target; the shortest among several, or ridge.</summary>
    /// <remarks>
    /// The solution's certificate is that of the reduced problem min ‖R·β − d‖, in which β has the same errors; <see cref="AccumulatedSolution{T}"/> adds what the rows
    /// beyond it contribute. The default cutoff is n·ε: the number of rows plays no part. Cost: as least squares with n rows.
    /// </remarks>
    /// <param name="options">Method, cutoff, λ, threads, cancellation.</param>
    public AccumulatedSolution<T> Solve(LeastSquaresOptions<T>? options = null) =>
        new(this, LeastSquares.Solve(R, (ReadOnlyMatrixSpan<T>)ProjectedTargets, options));

    /// <summary>β, residual, degrees of freedom and GCV for many λ from one decomposition.</summary>
    /// <remarks>GCV = m·‖y − X·β‖²/(m − df)² with df = Σ σ²/(σ² + λ). λ = 0 is the minimum-norm solution. Cost: the SVD of R once, 4n² a λ.</remarks>
    /// <param name="lambdas">Each finite and not negative.</param>
    /// <param name="target">Which target.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative or not finite, or there is no such target.</exception>
    public IReadOnlyList<AccumulatedRidgePoint<T>> RidgePath(ReadOnlySpan<T> lambdas, int target = 0)
    {
        RequireTarget(target);
        foreach (T lambda in lambdas)
        {
            if (!(lambda >= T.Zero && T.IsFinite(lambda)))
            {
                throw new ArgumentOutOfRangeException(nameof(lambdas), lambda, "Lambda is finite and not negative.");
            }
        }

        T[] coordinates = new T[Spectrum.S.Length], projected = ProjectedTargets.Column(target);
        Product.Multiply<T>(coordinates, Spectrum.U.Transposed, projected);
        List<AccumulatedRidgePoint<T>> path = [];
        foreach (T lambda in lambdas)
        {
            path.Add(RidgePoint(lambda, coordinates, RestNorms[target]));
        }

        return path;
    }

    /// <summary>The standard deviation of each coefficient over that of the noise: √((XᵀWX)⁻¹)_jj, at a lower rank that of the minimum-norm solution.</summary>
    /// <param name="relativeCutoff">As for the rank.</param>
    public T[] UnitStandardErrors(T? relativeCutoff = null)
    {
        int rank = Spectrum.Rank(relativeCutoff);
        T[] errors = new T[R.Columns], scaled = new T[rank];
        for (int j = 0; j < errors.Length; j++)
        {
            for (int k = 0; k < rank; k++)
            {
                scaled[k] = Spectrum.Vt[k, j] / Spectrum.S[k];
            }

            errors[j] = VectorKernels.Norm<T>(scaled);
        }

        return errors;
    }

    /// <summary>Which coefficients the data determine: those that no direction of the null space of X moves.</summary>
    /// <remarks>Coefficient j is free where row j of an orthonormal basis of the null space is longer than √ε.</remarks>
    /// <param name="relativeCutoff">As for the rank.</param>
    public bool[] Determined(T? relativeCutoff = null)
    {
        Matrix<T> basis = Spectrum.NullSpace(relativeCutoff);
        T floor = T.Sqrt(FactorRange<T>.Epsilon);
        return [.. Enumerable.Range(0, R.Columns).Select(j => VectorKernels.Norm<T>(basis.Row(j)) <= floor)];
    }

    /// <summary>Everything that <see cref="DesignDiagnosis"/> says about X and a target but what belongs to single rows: leverages, left-out residuals, influence and the range of X are empty; so is R² without the ones.</summary>
    /// <remarks>
    /// Rank, null space, sums of columns that are zero, identifiability, condition numbers, variance inflation, standard errors, effective ranks, sensitivity, the distance from interpolation.
    /// <para>Accuracy: as from the rows, up to the digits that the means take: centring comes after the reduction here, so that a column whose mean is c times its deviation is known to c·ε. The default cutoff is
    /// (n + 1)·ε times the largest such c. The number of rows is given as at most <see cref="int.MaxValue"/>; with weights, means and spectra are weighted. Cost: as a diagnosis of n + 1 rows.</para>
    /// </remarks>
    /// <param name="target">Which target.</param>
    /// <param name="ones">The column of ones, if there is one: the constant term, which is then reported as the intercept.</param>
    /// <param name="options">Cutoff, names (where the state has none), threads, cancellation; new rows and reference coefficients are those of the columns without the constant.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target or column, or the cutoff is not in [0, 1).</exception>
    /// <exception cref="InvalidOperationException">There are no rows with weight.</exception>
    public DesignDiagnosis<T> Diagnose(int target = 0, int? ones = null, DiagnosisOptions<T>? options = null)
    {
        RequireTarget(target);
        if (ones is int column)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(column, nameof(ones));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, R.Columns, nameof(ones));
        }

        return WeightSum > 0 && double.IsFinite(WeightSum)
            ? new AccumulatedDiagnosis<T>(this, target, ones).Run(options ?? new())
            : throw new InvalidOperationException($"The weights of the {Rows} rows sum to {WeightSum}: there is nothing to diagnose.");
    }

    /// <summary>‖y − mean of y‖ of a target, for R²; where column <paramref name="ones"/> is the intercept.</summary>
    /// <param name="ones">The column of ones.</param>
    /// <param name="target">Which target.</param>
    public T CentredTargetNorm(int ones, int target = 0)
    {
        // In the coordinates of Q the target is [d; s] and the ones are a column of R: the difference is formed there, and nothing is squared.
        T[] constant = R.Column(ones), projected = ProjectedTargets.Column(target);
        T size = VectorKernels.Norm<T>(constant);
        if (size > T.Zero)
        {
            VectorKernels.Axpy<T>(projected, -(VectorKernels.Dot<T>(constant, projected) / size / size), constant);
        }

        return VectorProduct.Norm<T>([VectorKernels.Norm<T>(projected), RestNorms[target]]);
    }

    private void RequireTarget(int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, ProjectedTargets.Columns);
    }

    private AccumulatedRidgePoint<T> RidgePoint(T lambda, T[] coordinates, T rest)
    {
        int rank = Spectrum.Rank();
        T[] filtered = new T[rank], missed = new T[coordinates.Length + 1], beta = new T[R.Columns];
        T freedom = T.Zero, rows = T.CreateTruncating(Rows);
        for (int k = 0; k < coordinates.Length; k++)
        {
            // σ²/(σ² + λ) without the square: 1/(1 + λ/σ/σ).
            T sigma = Spectrum.S[k], share = k < rank ? T.One / (T.One + (lambda / sigma / sigma)) : T.Zero;
            missed[k] = (T.One - share) * coordinates[k];
            freedom += share;
            if (k < rank)
            {
                filtered[k] = share * coordinates[k] / sigma;
            }
        }

        missed[^1] = rest;
        Product.Multiply<T>(beta, Spectrum.Vt.Slice(0, 0, rank, R.Columns).Transposed, filtered);
        T residual = VectorKernels.Norm<T>(missed), free = rows - freedom;
        return new(lambda, beta, residual, freedom, free > T.Zero ? rows * (residual / free) * (residual / free) : T.NaN);
    }
}

/// <summary>A point of a ridge path.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="Lambda">λ.</param>
/// <param name="Coefficients">β.</param>
/// <param name="ResidualNorm">‖y − X·β‖.</param>
/// <param name="DegreesOfFreedom">Σ σ²/(σ² + λ).</param>
/// <param name="GeneralizedCrossValidation">m·‖y − X·β‖²/(m − df)²; NaN where the degrees of freedom are not fewer than the rows.</param>
public sealed record AccumulatedRidgePoint<T>(T Lambda, IReadOnlyList<T> Coefficients, T ResidualNorm, T DegreesOfFreedom, T GeneralizedCrossValidation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
