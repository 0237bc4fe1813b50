using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>A checked problem: operator, right-hand side and start brought near 1 by a power of two, the preconditioner.</summary>
/// <remarks>x scales with b, so that scaling b and the start by 2^k scales x by 2^k exactly and nothing overflows on the way.</remarks>
internal sealed class KrylovProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private KrylovProblem(ILinearOperator<T> a, T[] b, T[] start, int exponent, IterativeOptions<T> options, bool isSymmetric)
    {
        A = a;
        B = b;
        Start = start;
        Exponent = exponent;
        Options = options;
        IsSymmetric = isSymmetric;
        Tolerance = options.RelativeTolerance ?? WorkingRange<T>.LooseTolerance;
        MaxIterations = options.MaxIterations ?? (int)Math.Min(int.MaxValue, Math.Max(10_000L, 10L * Math.Min(a.Rows, a.Columns)));
    }

    /// <summary>A; with λ the augmented operator.</summary>
    public ILinearOperator<T> A { get; }

    /// <summary>b/2^Exponent, as long as A has rows.</summary>
    public T[] B { get; }

    /// <summary>x₀/2^Exponent.</summary>
    public T[] Start { get; }

    public int Exponent { get; }

    public IterativeOptions<T> Options { get; }

    /// <summary>CG and MINRES, whose preconditioner is symmetric and inside the method.</summary>
    public bool IsSymmetric { get; }

    public T Tolerance { get; }

    /// <summary>What the recurrences are run to: the tolerance, but not below ε, where they turn rounding errors into directions.</summary>
    public T InnerTolerance => T.Max(Tolerance, WorkingRange<T>.Epsilon);

    public int MaxIterations { get; }

    /// <summary>A·P for least squares with a preconditioner P, otherwise A.</summary>
    public ILinearOperator<T> Preconditioned => Options.Preconditioner is { } p && !IsSymmetric ? new ProductOperator<T>(A, p) : A;

    /// <summary>The index of the first element of b, or else of the start, that is not finite.</summary>
    public int? FirstNonFinite { get; private init; }

    public static KrylovProblem<T> ForLeastSquares(ILinearOperator<T> a, ReadOnlySpan<T> b, LeastSquaresIterationOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(a);
        OperatorCheck.RequireLambda(options.Lambda);
        ILinearOperator<T> system = options.Lambda > T.Zero ? new AugmentedOperator<T>(a, options.Lambda) : a;
        return Create(a, system, b, options, isSymmetric: false);
    }

    /// <summary>For a preconditioner that the library made, n x k with any k.</summary>
    public static KrylovProblem<T> ForRectangularPreconditioner(ILinearOperator<T> a, ReadOnlySpan<T> b, LeastSquaresIterationOptions<T> options) =>
        Create(a, a, b, options, isSymmetric: false, anyPreconditioner: true);

    public static KrylovProblem<T> ForSymmetric(ILinearOperator<T> a, ReadOnlySpan<T> b, IterativeOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Rows == a.Columns ? Create(a, a, b, options, isSymmetric: true) : throw new ArgumentException($"A is {a.Rows}x{a.Columns}, and not square.", nameof(a));
    }

    /// <summary>Throws unless a limit of the condition number is one.</summary>
    public static void RequireConditionLimit(T? limit)
    {
        if (limit is { } value && !(value >= T.One))
        {
            throw new ArgumentOutOfRangeException(nameof(limit), value, "A limit of the condition number is at least 1.");
        }
    }

    private static KrylovProblem<T> Create(ILinearOperator<T> a, ILinearOperator<T> system, ReadOnlySpan<T> b, IterativeOptions<T> options, bool isSymmetric, bool anyPreconditioner = false)
    {
        if (b.Length != a.Rows)
        {
            throw new ArgumentException($"b has {b.Length} elements, A is {a.Rows}x{a.Columns}.", nameof(b));
        }

        Require(a, options, anyPreconditioner);
        T[] right = new T[system.Rows], start = new T[a.Columns];
        b.CopyTo(right);
        options.Start?.CopyTo(start, 0);
        T maxB = VectorKernels.MaxAbs<T>(right), max = T.Max(maxB, VectorKernels.MaxAbs<T>(start));
        if (!T.IsFinite(max))
        {
            return new(system, right, start, 0, options, isSymmetric) { FirstNonFinite = First(T.IsFinite(maxB) ? start : right) };
        }

        T leading = maxB == T.Zero ? max : maxB;
        int exponent = leading == T.Zero ? 0 : T.ILogB(leading);
        PowerOfTwo.Scale<T>(right, -exponent);
        PowerOfTwo.Scale<T>(start, -exponent);
        return new(system, right, start, exponent, options, isSymmetric);
    }

    private static void Require(ILinearOperator<T> a, IterativeOptions<T> options, bool anyPreconditioner)
    {
        if (options.RelativeTolerance is { } tolerance && !(tolerance >= T.Zero))
        {
            throw new ArgumentOutOfRangeException(nameof(options), tolerance, "A tolerance is not negative.");
        }

        if (options.MaxIterations is { } cap)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(cap, 1, nameof(options));
        }

        if (options.Start is { } start && start.Length != a.Columns)
        {
            throw new ArgumentException($"The start has {start.Length} elements, A is {a.Rows}x{a.Columns}.", nameof(options));
        }

        if (!anyPreconditioner && options.Preconditioner is { } p && (p.Rows != a.Columns || p.Columns != a.Columns))
        {
            throw new ArgumentException($"The preconditioner is {p.Rows}x{p.Columns}, A is {a.Rows}x{a.Columns}; {a.Columns}x{a.Columns} is needed.", nameof(options));
        }
    }

    private static int First(T[] x) => Array.FindIndex(x, element => !T.IsFinite(element));
}
