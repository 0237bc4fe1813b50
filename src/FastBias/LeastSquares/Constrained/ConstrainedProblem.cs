using System.Numerics;
using static System.FormattableString;

namespace FastBias;

/// <summary>What a method gives: X and the multipliers in scaled units, or the contradiction between the constraints.</summary>
internal sealed record ConstrainedAnswer<T>(Matrix<T>? X, Matrix<T> Multipliers, Status Status, int ConstraintRank, int Rank, T Contradiction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The operands in units where A and C are of size one and x has one unit in both.</summary>
internal sealed class ConstrainedProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ScaledMatrix<T> _a;
    private readonly ScaledMatrix<T> _b;
    private readonly ScaledMatrix<T> _c;
    private readonly ScaledMatrix<T> _d;
    private int _unit;

    public ConstrainedProblem(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, ScaledMatrix<T> c, ScaledMatrix<T> d, T cutoff)
    {
        (Input, _a, _b, _c, _d, Cutoff) = (input, a, b, c, d, cutoff);
        (B, D) = (b.Matrix, d.Matrix);
    }

    public SolverInput<T> Input { get; }

    public Matrix<T> A => _a.Matrix;

    public Matrix<T> B { get; private set; }

    public Matrix<T> C => _c.Matrix;

    public Matrix<T> D { get; private set; }

    public T Cutoff { get; }

    /// <summary>What a constraint may miss its value by and still count as fulfilled, relative to ‖C‖·(‖x‖ + ‖b‖/‖A‖) + ‖d‖.</summary>
    public T Tolerance => T.CreateTruncating(100) * T.Max(Cutoff, RankCutoff.Default<T>(C.Rows, C.Columns));

    /// <summary>b and d ask for sizes of x, 2^(eb − ea) and 2^(ed − ec): the larger becomes the unit of x.</summary>
    public void Align()
    {
        bool hasB = _b.Matrix.Data.AsSpan().ContainsAnyExcept(T.Zero), hasD = _d.Matrix.Data.AsSpan().ContainsAnyExcept(T.Zero);
        int fromB = _b.Exponent - _a.Exponent, fromD = _d.Exponent - _c.Exponent;
        _unit = hasB && hasD ? Math.Max(fromB, fromD) : hasD ? fromD : fromB;
        B = SolverMath.Back(_b.Matrix, fromB - _unit);
        D = SolverMath.Back(_d.Matrix, fromD - _unit);
    }

    public ConstrainedSolution<T> Report(ConstrainedMethod method, ConstrainedAnswer<T> answer, Matrix<T> x)
    {
        Matrix<T> residual = SolverMath.Residual<T>(A, x, B, Input.Parallelism);
        int n = x.Rows, q = C.Rows;
        string which = answer.Rank == n ? "the only minimiser" : Invariant($"the shortest minimiser ({n - answer.Rank} directions are left open)");
        string repeated = answer.ConstraintRank < q ? Invariant($", {q - answer.ConstraintRank} of which repeat others") : string.Empty;
        string by = method == ConstrainedMethod.NullSpace ? "null-space method" : "KKT system";
        return new()
        {
            Status = answer.Status,
            Reason = $"{which} under {q} constraints{repeated}, by the {by}",
            X = SolverMath.Back(x, _unit),
            Multipliers = SolverMath.Back(answer.Multipliers, _unit + (2 * _a.Exponent) - _c.Exponent),
            Method = method,
            ConstraintRank = answer.ConstraintRank,
            Rank = answer.Rank,
            ResidualNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(residual)), _unit + _a.Exponent),
            SolutionNorm = T.ScaleB(SolverMath.Largest(Columns.Norms(x)), _unit),
            Feasibility = Feasibility(x),
            Stationarity = Stationarity(x, residual, answer.Multipliers),
        };
    }

    /// <summary>‖C·x − d‖ relative, the largest over the right-hand sides.</summary>
    public T Feasibility(Matrix<T> x)
    {
        T[] missed = Columns.Norms(SolverMath.Residual<T>(C, x, D, Input.Parallelism)), sizes = Columns.Norms(x), values = Columns.Norms(D), right = Columns.Norms(B);
        T norm = Columns.Frobenius<T>(C), normA = Columns.Frobenius<T>(A), worst = T.Zero;
        for (int j = 0; j < missed.Length; j++)
        {
            // An x of zero may come out as a rounding error of what A and b alone would make of it.
            T size = sizes[j] + (normA > T.Zero ? right[j] / normA : T.Zero);
            worst = missed[j] == T.Zero ? worst : T.Max(worst, missed[j] / ((norm * size) + values[j]));
        }

        return worst;
    }

    private T Stationarity(Matrix<T> x, Matrix<T> residual, Matrix<T> multipliers)
    {
        Matrix<T> gradient = SolverMath.Times<T>(A.Transposed, residual, Input.Parallelism);
        Product.Multiply<T>(gradient.AsSpan(), C.Transposed, multipliers, -T.One, T.One, Input.Parallelism);
        T[] left = Columns.Norms(gradient), sizes = Columns.Norms(x), right = Columns.Norms(B), forces = Columns.Norms(multipliers);
        T normA = Columns.Frobenius<T>(A), normC = Columns.Frobenius<T>(C), worst = T.Zero;
        for (int j = 0; j < left.Length; j++)
        {
            worst = left[j] == T.Zero ? worst : T.Max(worst, left[j] / ((normA * ((normA * sizes[j]) + right[j])) + (normC * forces[j])));
        }

        return worst;
    }
}
