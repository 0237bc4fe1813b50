using System.Numerics;

namespace FastBias;

/// <summary>The errors of a path, for all λ at once in two matrix products.</summary>
/// <remarks>
/// <code>
///   F[k, l] = 1/(σₖ² + λ_l)                    g = λ·F, the share of a direction that is not fitted
///   D = (U∘U)·F,  E = U·(c∘F)                  m x L
///   row with a share outside the range:        1 − hᵢ = outsideᵢ + λ·D,   rᵢ = restᵢ + λ·E
///   row inside the range of A:                 rᵢ/(1 − hᵢ) = E/D           λ cancels, and λ = 0 is the limit
/// </code>
/// </remarks>
internal sealed class RidgePathErrors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many λ's are done in one product; bounds the memory to 2·m·Block elements.</summary>
    private const int Block = 64;

    private readonly SolverInput<T> _input;
    private readonly RidgePathSpectrum<T> _spectrum;
    private readonly Matrix<T> _squares;
    private readonly Matrix<T> _rest;
    private readonly T[] _outside;
    private readonly T _restNorm;

    public RidgePathErrors(SolverInput<T> input, RidgePathSpectrum<T> spectrum)
    {
        (_input, _spectrum) = (input, spectrum);
        int rank = spectrum.Form.Rank, m = spectrum.Target.Rows;
        ReadOnlyMatrixSpan<T> range = spectrum.Form.Range(rank);
        _squares = Matrix<T>.Copy(range);
        T constant = spectrum.HasIntercept && m > 0 ? T.One / T.CreateTruncating(m) : T.Zero;
        T rounding = T.CreateTruncating(8) * RankCutoff.Default<T>(m, 1);
        _outside = new T[m];
        for (int i = 0; i < m; i++)
        {
            T inside = constant;
            foreach (ref T element in _squares.Row(i))
            {
                element *= element;
                inside += element;
            }

            _outside[i] = T.One - inside <= rounding ? T.Zero : T.One - inside;
        }

        _rest = SolverMath.Residual<T>(range, spectrum.Form.C.Slice(0, 0, rank, spectrum.Target.Columns), spectrum.Target, input.Parallelism);
        _restNorm = Rank == Directions ? T.Zero : Columns.Frobenius<T>(_rest);
    }

    private int Rank => _spectrum.Form.Rank;

    /// <summary>The dimension of the space that residuals live in.</summary>
    private int Directions => Math.Max(0, _spectrum.Target.Rows - (_spectrum.HasIntercept ? 1 : 0));

    /// <summary>A point for each λ, its two errors in units of the scaled B: their squares may leave the range in the caller's, and could not be compared then.</summary>
    public RidgePathPoint<T>[] Points(T[] lambdas)
    {
        RidgePathPoint<T>[] points = new RidgePathPoint<T>[lambdas.Length];
        for (int first = 0; first < lambdas.Length; first += Block)
        {
            T[] block = [.. lambdas.Skip(first).Take(Block)];
            T[] errors = LeaveOneOut([.. block.Select(_spectrum.Scale)]);
            for (int l = 0; l < block.Length; l++)
            {
                points[first + l] = Point(block[l], errors[l]);
            }

            _input.ThrowIfCancelled();
        }

        return points;
    }

    /// <summary>Σ over rows and right-hand sides of the squared error, per row and right-hand side.</summary>
    private T[] LeaveOneOut(T[] lambdas)
    {
        int m = _spectrum.Target.Rows, p = _spectrum.Target.Columns;
        SpectralForm<T> form = _spectrum.Form;
        Matrix<T> filter = new(Rank, lambdas.Length), leverage = new(m, lambdas.Length), errors = new(m, lambdas.Length);
        for (int k = 0; k < Rank; k++)
        {
            for (int l = 0; l < lambdas.Length; l++)
            {
                filter[k, l] = T.One / ((form.S[k] * form.S[k]) + lambdas[l]);
            }
        }

        Product.Multiply<T>(leverage.AsSpan(), _squares, filter, _input.Parallelism);
        T[][] norms = new T[lambdas.Length][];
        for (int l = 0; l < norms.Length; l++)
        {
            norms[l] = new T[p];
        }

        for (int j = 0; j < p; j++)
        {
            Matrix<T> weighted = filter.Clone();
            for (int k = 0; k < Rank; k++)
            {
                Kernels.VectorKernels.Scale(weighted.Row(k), form.C[k, j]);
            }

            Product.Multiply<T>(errors.AsSpan(), form.Range(Rank), weighted, _input.Parallelism);
            for (int l = 0; l < lambdas.Length; l++)
            {
                norms[l][j] = Norm(lambdas[l], leverage.Column(l), errors.Column(l), j);
            }
        }

        T count = T.CreateTruncating(Math.Max(1, m * (long)p));
        return [.. norms.Select(each => VectorProduct.Norm<T>(each)).Select(norm => norm * norm / count)];
    }

    /// <summary>The norm of rᵢ/(1 − hᵢ) over the rows, for one λ and right-hand side.</summary>
    private T Norm(T lambda, T[] leverage, T[] error, int j)
    {
        T[] left = new T[leverage.Length];
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = _outside[i] == T.Zero
                ? (leverage[i] == T.Zero ? T.Zero : error[i] / leverage[i])
                : (_rest[i, j] + (lambda * error[i])) / (_outside[i] + (lambda * leverage[i]));
        }

        return VectorProduct.Norm<T>(left);
    }

    private RidgePathPoint<T> Point(T lambda, T leaveOneOut)
    {
        T scaled = _spectrum.Scale(lambda);
        int excess = _spectrum.Excess(lambda);
        SpectralForm<T> form = _spectrum.Form;
        T degrees = T.Zero, open = T.Zero, openPerLambda = T.Zero;
        for (int k = 0; k < Rank; k++)
        {
            T sum = (form.S[k] * form.S[k]) + scaled;
            degrees += form.S[k] * form.S[k] / sum;
            open += scaled / sum;
            openPerLambda += T.One / sum;
        }

        // With nothing outside the range, λ cancels here as it does for single rows.
        bool inside = Rank == Directions;
        T missed = Columns.Frobenius<T>(form.Filter(Rank, (k, c) => (inside ? T.One : scaled) * c / ((form.S[k] * form.S[k]) + scaled)));
        T trace = inside ? openPerLambda : T.CreateTruncating(Directions - Rank) + open;
        T residual = inside ? scaled * missed : ElementaryReflector.Hypotenuse(_restNorm, missed);
        T ratio = trace == T.Zero ? T.Zero : (inside ? missed : residual) / trace;
        T count = T.CreateTruncating(_spectrum.Target.Rows) / T.CreateTruncating(Math.Max(1, _spectrum.Target.Columns));
        T norm = Columns.Frobenius<T>(form.Filter(Rank, (k, c) => c / (form.S[k] + (scaled / form.S[k]))));
        return new(
            lambda,
            T.ScaleB(residual, _spectrum.B.Exponent),
            T.ScaleB(norm, _spectrum.B.Exponent - _spectrum.A.Exponent - (2 * excess)),
            T.ScaleB(degrees, -2 * excess),
            leaveOneOut,
            count * ratio * ratio);
    }
}
