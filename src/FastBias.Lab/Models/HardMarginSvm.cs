using System.Diagnostics.CodeAnalysis;

namespace FastBias.Lab;

/// <summary>What a separating hyperplane's intercept is.</summary>
public enum SvmBias
{
    /// <summary>x·w + b, b free: min ½‖w‖², the support vector machine.</summary>
    Free,

    /// <summary>x·w + b, b in the norm: min ½(‖w‖² + b²), where gradient descent on the logistic loss of the data with a column of ones tends to.</summary>
    Augmented,

    /// <summary>x·w: a hyperplane through 0.</summary>
    None,
}

/// <summary>How <see cref="HardMarginSvm"/> works.</summary>
public sealed record HardMarginSvmOptions
{
    /// <summary>What the intercept is.</summary>
    public SvmBias Bias { get; init; } = SvmBias.Free;

    /// <summary>The most that the certified relative gap may be for success; positive.</summary>
    public double RelativeGap { get; init; } = 1e-9;
}

/// <summary>The separating hyperplane of the largest margin, or a proof that there is none.</summary>
public sealed class HardMarginSvmSolution
{
    internal HardMarginSvmSolution(Status status, double[] weights, double bias, double margin, double marginBound, double[] multipliers) =>
        (Status, Weights, Bias, Margin, MarginBound, Multipliers) = (status, weights, bias, margin, marginBound, multipliers);

    /// <summary>
    /// <see cref="Status.Success"/>: the gap is within the tolerance; <see cref="Status.Infeasible"/>: no hyperplane separates; <see cref="Status.NotConverged"/>: the gap is larger, or
    /// neither a hyperplane nor a proof against one was found.
    /// </summary>
    public Status Status { get; }

    /// <summary>w with min y_i(x_i·w + b) = 1; zeros without success.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public double[] Weights { get; }

    /// <summary>b; 0 for <see cref="SvmBias.None"/>.</summary>
    public double Bias { get; }

    /// <summary>The margin that (w, b) has: 1/‖w‖, for <see cref="SvmBias.Augmented"/> 1/‖(w, b)‖; computed from the data.</summary>
    public double Margin { get; }

    /// <summary>No hyperplane has a larger margin than this: half the distance of two points of the classes' convex hulls (without free intercept the distance of a point of the hull of y_i·x_i from 0).</summary>
    public double MarginBound { get; }

    /// <summary>(bound − margin)/bound: the certificate. NaN where there is no margin.</summary>
    public double RelativeGap => (MarginBound - Margin) / MarginBound;

    /// <summary>u ≥ 0, m numbers: w = Σu_i·y_i·x_i on success; where nothing separates, weights of sum 1 with Σu_i·y_i·(x_i, 1) = 0, the proof.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The values are the caller's.")]
    public double[] Multipliers { get; }

    /// <summary>The rows with u_i &gt; 0: the support vectors.</summary>
    public IReadOnlyList<int> Support => [.. Enumerable.Range(0, Multipliers.Length).Where(i => Multipliers[i] > 0)];

    /// <summary>Whether some hyperplane separates.</summary>
    public bool IsSeparable => Margin > 0;
}

/// <summary>The hard-margin support vector machine: min ½‖w‖² subject to y_i(x_i·w + b) ≥ 1, exactly, with a proof.</summary>
/// <remarks>
/// <para>As a least-distance problem: with Z the rows y_i·(x_i, bias column), min ‖[Zᵀ; 1ᵀ]u − (0, …, 0, 1)‖ over u ≥ 0 by <see cref="NonNegativeSolver"/> has the residual r, and
/// w = −r/r_{last}; r = 0 proves that nothing separates (Farkas). A free intercept is the limit of a column of size M → ∞: the problem is solved with a large M, and then the equations of
/// the support (Z_S Z_Sᵀ u + b·y_S = 1, y_Sᵀu = 0) are solved without it.</para>
/// <para>The margin found and the distance of the hulls' points are lower and upper bound of the same number (their equality is duality), so the gap certifies whatever was computed.
/// NaN or infinity in X: throws. Cost: O(n²·support) for each of about as many steps as there are support vectors, and mn each.</para>
/// <para>Source: C. Lawson, R. Hanson, Solving Least Squares Problems (1974), ch. 23; K. Bennett, E. Bredensteiner, Duality and geometry in SVM classifiers, ICML 2000.</para>
/// </remarks>
public static class HardMarginSvm
{
    /// <summary>The hyperplane of labelled data.</summary>
    /// <param name="x">X, m x n with m ≥ 1, finite.</param>
    /// <param name="y">Labels, 1 or −1, both of them present unless the hyperplane goes through 0.</param>
    /// <param name="options">The intercept and the tolerance.</param>
    /// <exception cref="ArgumentException">y does not fit X or holds another value; X is not finite; a free or augmented intercept with a single class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not positive.</exception>
    public static HardMarginSvmSolution Solve(Matrix<double> x, double[] y, HardMarginSvmOptions? options = null)
    {
        options ??= new();
        ModelCheck.Design(x, y);
        ModelCheck.Labels(y, x.Rows);
        ModelCheck.Positive(options.RelativeGap, "options.RelativeGap");
        if (!Vectors.IsFinite(x.Data))
        {
            throw new ArgumentException("X holds a NaN or an infinity.", nameof(x));
        }

        if (options.Bias != SvmBias.None && Math.Abs(y.Sum()) == y.Length)
        {
            throw new ArgumentException($"All labels are {y[0]}: an intercept alone separates them with any margin.", nameof(y));
        }

        // Units in which the longest row has length about 1, by a power of two: scaling the data scales the result exactly.
        double longest = Enumerable.Range(0, x.Rows).Max(i => VectorProduct.Norm<double>(x.Row(i)));
        double unit = longest == 0 ? 1 : Math.ScaleB(1, -Math.ILogB(longest));
        return new Problem(x, y, unit, options).Solve();
    }

    private sealed class Problem(Matrix<double> x, double[] y, double unit, HardMarginSvmOptions options)
    {
        /// <summary>M of a free intercept: its square is the relative error before the equations of the support mend it.</summary>
        private const double LargeColumn = 1024;

        private double Column => options.Bias switch { SvmBias.Free => LargeColumn, SvmBias.Augmented => unit, _ => 0 };

        public HardMarginSvmSolution Solve()
        {
            int m = x.Rows, n = x.Columns;
            Matrix<double> system = new(n + 2, m);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    system[j, i] = y[i] * unit * x[i, j];
                }

                system[n, i] = y[i] * Column;
                system[n + 1, i] = 1;
            }

            double[] target = new double[n + 2];
            target[n + 1] = 1;
            double[] multipliers = NonNegativeSolver.Solve<double>(system, target).X;
            double sum = multipliers.Sum();
            HardMarginSvmSolution best = Judge(multipliers, sum);
            if (options.Bias == SvmBias.Free && best.Margin > 0 && Polish(multipliers) is { } polished)
            {
                HardMarginSvmSolution other = Judge(polished, polished.Sum());
                best = other.Margin > 0 && other.RelativeGap < best.RelativeGap ? other : best;
            }

            return best;
        }

        /// <summary>The equations of the support; null where they have no positive solution.</summary>
        private double[]? Polish(double[] multipliers)
        {
            int[] support = [.. Enumerable.Range(0, multipliers.Length).Where(i => multipliers[i] > 0)];
            int k = support.Length;
            Matrix<double> system = new(k + 1, k + 1);
            double[] right = new double[k + 1];
            for (int a = 0; a < k; a++)
            {
                for (int b = 0; b < k; b++)
                {
                    system[a, b] = y[support[a]] * y[support[b]] * unit * unit * VectorProduct.Dot<double>(x.Row(support[a]), x.Row(support[b]));
                }

                system[a, k] = system[k, a] = y[support[a]];
                right[a] = 1;
            }

            double[] solution = LeastSquares.Solve(system, right).X.Data;
            double[] result = new double[multipliers.Length];
            for (int a = 0; a < k; a++)
            {
                if (!(solution[a] >= 0))
                {
                    return null;
                }

                result[support[a]] = solution[a];
            }

            return result;
        }

        /// <summary>The best hyperplane with the normal Σu·y·x, its margin, and the bound that u proves.</summary>
        private HardMarginSvmSolution Judge(double[] multipliers, double sum)
        {
            int m = x.Rows;
            double[] signed = [.. Enumerable.Range(0, m).Select(i => y[i] * multipliers[i])], normal = new double[x.Columns], scores = new double[m];
            Product.Multiply<double>(normal, x.Transposed, signed);
            Product.Multiply<double>(scores, x, normal);
            double normalLength = VectorProduct.Norm<double>(normal);
            double intercept = options.Bias == SvmBias.Augmented ? signed.Sum() : 0;
            if (options.Bias == SvmBias.Free)
            {
                intercept = -0.5 * (Extreme(scores, 1) + Extreme(scores, -1));
            }

            double least = Enumerable.Range(0, m).Min(i => y[i] * (scores[i] + intercept));
            double length = options.Bias == SvmBias.Augmented ? Math.Sqrt((normalLength * normalLength) + (intercept * intercept)) : normalLength;
            double bound = MarginBound(multipliers, sum, length);
            if (!(least > 0 && length > 0))
            {
                // Zero up to rounding proves that the hulls meet; anything longer leaves it open.
                bool isProof = bound * unit <= 1e-12;
                double[] proof = [.. multipliers.Select(u => sum > 0 ? u / sum : 0)];
                return new(isProof ? Status.Infeasible : Status.NotConverged, new double[x.Columns], 0, 0, bound, proof);
            }

            Vectors.Scale(normal, 1 / least);
            double margin = least / length;
            Status status = bound - margin <= options.RelativeGap * bound ? Status.Success : Status.NotConverged;
            return new(status, normal, intercept / least, margin, bound, [.. multipliers.Select(u => u / least)]);
        }

        private double Extreme(double[] scores, int label)
        {
            double extreme = double.PositiveInfinity;
            for (int i = 0; i < scores.Length; i++)
            {
                extreme = y[i] == label ? Math.Min(extreme, label * scores[i]) : extreme;
            }

            return label * extreme;
        }

        private double MarginBound(double[] multipliers, double sum, double length)
        {
            if (options.Bias != SvmBias.Free)
            {
                return sum > 0 ? length / sum : double.PositiveInfinity;
            }

            double[] difference = new double[x.Columns];
            foreach (int label in new[] { 1, -1 })
            {
                double total = Enumerable.Range(0, x.Rows).Where(i => y[i] == label).Sum(i => multipliers[i]);
                if (!(total > 0))
                {
                    return double.PositiveInfinity;
                }

                for (int i = 0; i < x.Rows; i++)
                {
                    if (y[i] == label && multipliers[i] > 0)
                    {
                        VectorProduct.AddScaled<double>(difference, label * multipliers[i] / total, x.Row(i));
                    }
                }
            }

            return 0.5 * VectorProduct.Norm<double>(difference);
        }
    }
}
