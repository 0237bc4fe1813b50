using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>The eigenvalues of a diagonal matrix with a change of rank one, D + ρ·z·zᵀ.</summary>
/// <remarks>
/// They are the zeros of an increasing function, one between each pole and the next, and one behind the last:
/// <code>
///              1      k     wᵢ
///     f(λ)  =  ─  +   Σ  ───────        poles d₀ &lt; d₁ &lt; …,  weights wᵢ = zᵢ² &gt; 0,  ρ &gt; 0
///              ρ    i=0   dᵢ − λ
/// </code>
/// A zero is written as pole + τ with the nearer pole, so that the differences dᵢ − λ, from which the eigenvectors are made, are right to the last digits however close
/// the two are. In each step the sums on both sides of the zero are replaced by r + s/(dᵢ − λ) with one pole each and the same value and slope (the middle way of
/// Li, LAPACK working note 89, 1993); a step that leaves the interval known to hold the zero is replaced by its halving.
/// </remarks>
internal static class SecularEquation
{
    /// <summary>Three or four steps are usual; halving alone needs some sixty more.</summary>
    private const int MaxSteps = 120;

    /// <summary>The zero behind pole <paramref name="j"/>.</summary>
    /// <param name="poles">Increasing.</param>
    /// <param name="weights">Positive.</param>
    /// <param name="rho">Positive.</param>
    /// <param name="j">Which zero.</param>
    /// <param name="differences">Overwritten with dᵢ − λ for all poles, each right up to a few units of its last place.</param>
    public static T Solve<T>(ReadOnlySpan<T> poles, ReadOnlySpan<T> weights, T rho, int j, Span<T> differences)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The poles that the step keeps as they are: the neighbours of the zero, for the last zero those in front of it.
        bool last = j == poles.Length - 1;
        int left = last ? Math.Max(0, j - 1) : j, right = last ? j : j + 1;
        T middle = last ? Half(rho) : Half(poles[right] - poles[left]);
        Shift(poles, poles[j], differences);
        Sums<T> sums = Sums<T>.At(differences, weights, left + 1, middle);
        T inverse = T.One / rho, value = inverse + sums.Left + sums.Right;
        int origin = j;

        // The last zero is at most ρ behind its pole; the weights' rounding errors may add a little to that.
        Bracket<T> bracket = value >= T.Zero ? new(T.Zero, middle) : new(middle, last ? rho + T.ScaleB(rho, -4) : middle + middle);
        if (value < T.Zero && !last)
        {
            origin = right;
            bracket = new Bracket<T>(-middle, T.Zero);
            Shift(poles, poles[right], differences);
        }

        // All but the two kept poles as they are in the middle: the first guess.
        T there = origin == j ? middle : -middle;
        T others = value - Term(differences, weights, left, there) - (left == right ? T.Zero : Term(differences, weights, right, there));
        T tau = bracket.Inside(Guess(others, differences, weights, left, right, last));
        T negligible = T.ScaleB(T.Sqrt(WorkingRange<T>.Epsilon), -4);
        for (int step = 0; step < MaxSteps; step++)
        {
            sums = Sums<T>.At(differences, weights, left + 1, tau);
            value = inverse + sums.Left + sums.Right;
            T slope = sums.LeftSlope + sums.RightSlope;
            T noise = WorkingRange<T>.Epsilon * ((T.CreateTruncating(4) * (inverse + T.Abs(sums.Left) + T.Abs(sums.Right))) + (T.Abs(tau) * slope));
            if (T.Abs(value) <= noise)
            {
                break;
            }

            bracket.Narrow(value, tau);
            T next = bracket.Inside(tau + Change(value, sums, differences[left] - tau, differences[right] - tau, last), step), change = T.Abs(next - tau);
            tau = next;

            // The steps converge quadratically: after one as small as this there is nothing left to do.
            if (change <= negligible * T.Abs(tau))
            {
                break;
            }
        }

        Shift(differences, tau, differences);
        return poles[origin] + tau;
    }

    /// <summary>The zero of others + w_l/(d_l − τ) + w_r/(d_r − τ); one of the d is zero.</summary>
    private static T Guess<T>(T others, ReadOnlySpan<T> poles, ReadOnlySpan<T> weights, int left, int right, bool last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T x = poles[left], y = poles[right], a = weights[left], b = left == right ? T.Zero : weights[right];
        return Root(others, (others * (x + y)) + a + b, (others * x * y) + (a * y) + (b * x), last);
    }

    /// <summary>The step to the zero of the function that has the sums' values and slopes here, poles at x and y from here.</summary>
    private static T Change<T>(T value, in Sums<T> sums, T x, T y, bool last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T constant = value - (x * sums.LeftSlope) - (y * sums.RightSlope), slope = sums.LeftSlope + sums.RightSlope;
        T change = Root(constant, ((x + y) * value) - (x * y * slope), x * y * value, last);

        // The function increases: a step in the other direction is no step.
        return change * value < T.Zero ? change : -value / slope;
    }

    /// <summary>A zero of c·t² − a·t + b: the one next to 0, or the larger one.</summary>
    private static T Root<T>(T c, T a, T b, bool larger)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T root = T.Sqrt(T.Abs((a * a) - (T.CreateTruncating(4) * b * c)));
        return larger
            ? a >= T.Zero ? (a + root) / (c + c) : (b + b) / (a - root)
            : a > T.Zero ? (b + b) / (a + root) : (a - root) / (c + c);
    }

    private static T Term<T>(ReadOnlySpan<T> poles, ReadOnlySpan<T> weights, int i, T tau)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => weights[i] / (poles[i] - tau);

    private static void Shift<T>(ReadOnlySpan<T> from, T by, Span<T> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i] - by;
        }
    }

    private static T Half<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(0.5) * x;

    /// <summary>Both sides of the sum and their derivatives.</summary>
    private readonly record struct Sums<T>(T Left, T LeftSlope, T Right, T RightSlope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Sums<T> At(ReadOnlySpan<T> poles, ReadOnlySpan<T> weights, int split, T tau)
        {
            (T left, T leftSlope) = VectorKernels.PoleSums(poles[..split], weights[..split], tau);
            (T right, T rightSlope) = VectorKernels.PoleSums(poles[split..], weights[split..], tau);
            return new Sums<T>(left, leftSlope, right, rightSlope);
        }
    }

    /// <summary>An interval that holds the zero.</summary>
    private struct Bracket<T>(T low, T high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>After so many steps every other one halves.</summary>
        private const int Patience = 8;

        private T _low = low;
        private T _high = high;

        public void Narrow(T value, T at)
        {
            if (value < T.Zero)
            {
                _low = at;
            }
            else
            {
                _high = at;
            }
        }

        /// <summary>The point itself, or the middle where it is outside (or NaN), or the iteration is slow.</summary>
        public readonly T Inside(T point, int step = 0) =>
            point > _low && point < _high && (step < Patience || step % 2 == 0) ? point : Middle();

        /// <summary>Where the ends are far apart on one side of zero, about the geometric mean: the exponents' mean.</summary>
        private readonly T Middle()
        {
            bool far = T.IsPositive(_low) == T.IsPositive(_high) && _low != T.Zero && _high != T.Zero;
            int distance = far ? T.ILogB(_high) - T.ILogB(_low) : 0;
            return Math.Abs(distance) > 4 ? T.ScaleB(_low, distance / 2) : Half(_low + _high);
        }
    }
}
