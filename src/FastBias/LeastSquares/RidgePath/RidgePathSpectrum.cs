using System.Numerics;

namespace FastBias;

/// <summary>The decomposition that a path is computed from: of A and B, centred if there is an intercept.</summary>
internal sealed class RidgePathSpectrum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _centersA;
    private readonly T[] _centersB;

    public RidgePathSpectrum(SolverInput<T> input, ScaledMatrix<T> a, ScaledMatrix<T> b, bool intercept, T cutoff)
    {
        (A, B, HasIntercept) = (a, b, intercept);
        (Matrix<T> left, _centersA) = Centering.Columns(a.Matrix, intercept);
        (Target, _centersB) = Centering.Columns(b.Matrix, intercept);
        Form = new(input, left, Target, cutoff);
    }

    public ScaledMatrix<T> A { get; }

    public ScaledMatrix<T> B { get; }

    public bool HasIntercept { get; }

    /// <summary>B, centred if there is an intercept.</summary>
    public Matrix<T> Target { get; }

    public SpectralForm<T> Form { get; }

    /// <summary>λ in the units of the scaled A, divided by 4 to the power of its <see cref="Excess"/>.</summary>
    public T Scale(T lambda) => T.ScaleB(lambda, -2 * (A.Exponent + Excess(lambda)));

    /// <summary>As <see cref="Penalty.Excess"/>.</summary>
    public int Excess(T lambda) => Penalty.Excess(lambda, A.Exponent);

    /// <summary>x and the constants in the caller's units.</summary>
    public (Matrix<T> X, IReadOnlyList<T> Intercepts) At(T lambda)
    {
        T scaled = Scale(lambda);
        Matrix<T> x = SolverMath.Back(Form.Solve(Form.Rank, (k, c) => c / (Form.S[k] + (scaled / Form.S[k]))), -2 * Excess(lambda));
        T[] intercepts = HasIntercept ? Centering.Intercepts(x, _centersA, _centersB) : [];
        return (SolverMath.Back(x, B.Exponent - A.Exponent), SolverMath.Back(intercepts, B.Exponent));
    }

    /// <summary>From 10·σ₁² down to σᵣ²/100.</summary>
    public T[] Grid(int count)
    {
        T ten = T.CreateTruncating(10);
        if (Form.Rank == 0)
        {
            return GeometricGrid.Descending(ten, T.One / ten, count);
        }

        T high = Form.S[0] * Form.S[0] * ten, last = Form.S[Form.Rank - 1], low = last * last / (ten * ten);
        return SolverMath.Back(GeometricGrid.Descending(high, low, count), 2 * A.Exponent);
    }
}
