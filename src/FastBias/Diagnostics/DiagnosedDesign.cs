using System.Numerics;

namespace FastBias;

/// <summary>The centred design G, and S = G·diag(1/length) with columns of length one, both decomposed.</summary>
internal sealed class DiagnosedDesign<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SolverInput<T> _input;
    private readonly T _cutoff;

    public DiagnosedDesign(SolverInput<T> input, Matrix<T> centred, T[] target, T[] lengths, T[] means, DiagnosisOptions<T> options, T cutoff)
    {
        (_input, Centred, Target, Lengths, Means, HasIntercept, _cutoff) = (input, centred, target, lengths, means, options.Intercept && centred.Rows > 0, cutoff);
        Matrix<T> unit = centred.Clone();
        for (int i = 0; i < unit.Rows; i++)
        {
            Span<T> row = unit.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = lengths[j] == T.Zero ? T.Zero : row[j] / lengths[j];
            }
        }

        Unit = input.Svd(unit);
        Given = input.Svd(centred);
        Rank = RankDiagnosis<T>.Of(Unit.S, centred.Rows, centred.Columns, cutoff);
    }

    public Matrix<T> Centred { get; }

    public T[] Target { get; }

    public T[] Lengths { get; }

    public T[] Means { get; }

    public bool HasIntercept { get; }

    public Svd<T> Unit { get; }

    public Svd<T> Given { get; }

    public RankDiagnosis<T> Rank { get; }

    public Status Status => Unit.Status == Status.Success ? Given.Status : Unit.Status;

    public Parallelism Parallelism => _input.Parallelism;

    /// <summary>What is left for residuals: m, less one with an intercept.</summary>
    public int Directions => Math.Max(0, Centred.Rows - (HasIntercept ? 1 : 0));

    /// <summary>z − G·w.</summary>
    public T[] Residual(T[] coefficients)
    {
        T[] residual = [.. Target];
        Product.Multiply<T>(residual, Centred, coefficients, -T.One, T.One, Parallelism);
        return residual;
    }

    /// <summary>An orthonormal basis in the units of the coefficients: null vectors of S divided by the lengths, and made orthonormal.</summary>
    public Matrix<T> NullSpace()
    {
        Matrix<T> basis = Unit.NullSpace(_cutoff);
        if (basis.Columns == 0)
        {
            return basis;
        }

        for (int j = 0; j < basis.Rows; j++)
        {
            foreach (ref T element in basis.Row(j))
            {
                element /= Lengths[j] == T.Zero ? T.One : Lengths[j];
            }
        }

        return Qr<T>.Factor(basis, _input.Factor).Q;
    }

    public SensitivityDiagnosis<T>? Sensitivity(T[] estimates, T[] residual)
    {
        int rank = Rank.Rank;
        T[] scaled = [.. estimates.Select((estimate, j) => estimate * Lengths[j])];
        T size = VectorProduct.Norm<T>(scaled);
        if (rank == 0 || size == T.Zero)
        {
            return null;
        }

        T last = Unit.S[rank - 1];
        return new(VectorProduct.Norm<T>(Target) / last / size, Unit.S[0] / last * (T.One + (VectorProduct.Norm<T>(residual) / last / size)));
    }
}
