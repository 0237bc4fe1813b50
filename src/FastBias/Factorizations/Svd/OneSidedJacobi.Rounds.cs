using System.Runtime.CompilerServices;
using FastBias.Kernels;

namespace FastBias;

/// <content>Sweeps over pairs that have no vector in common: for few and short vectors.</content>
/// <remarks>
/// The pairs (i, j) with the same i + j make a round; round after round is the cyclic order by rows, with other neighbours in time:
/// <code>
///      i + j = 1:  01      2:  02      3:  03 12      4:  04 13      5:  05 14 23     …
/// </code>
/// The rotations of a round depend on nothing that the round changes, so that their square roots and divisions overlap; in de Rijk's order each waits for the one before.
/// The vector with the smaller number becomes the longer one (measured on uniform matrices: 7.2 sweeps at n = 16 and 8.0 at 32; without that 8.2 and 9.3, in the order
/// of a tournament 7.7 and 9.0, in de Rijk's 7.0 and 7.5).
/// </remarks>
internal sealed partial class OneSidedJacobi<T>
{
    /// <summary>More are not needed where vectors of one size are independent.</summary>
    private const int MostSweepsByRounds = 12;

    /// <summary>
    /// The same as <see cref="Run"/> for vectors with one power of two; null where it has not converged soon, or the vectors are dependent up to rounding errors: what is
    /// then left of them has no direction of its own, and a preconditioner has to tell it from the rest.
    /// </summary>
    public static OneSidedJacobi<T>? RunByRounds(ScaledVectors<T> vectors, int maxSweeps, CancellationToken cancellationToken)
    {
        OneSidedJacobi<T> jacobi = new(vectors);
        Rounds rounds = new(vectors.Count);
        jacobi.MoveToOne();
        jacobi.Converged = vectors.Count <= 1;
        while (!jacobi.Converged)
        {
            cancellationToken.ThrowIfCancellationRequested();
            jacobi.SweepByRounds(rounds);
            jacobi.Sweeps++;
            jacobi.Converged = jacobi.LargestCosine <= jacobi.Tolerance;
            if (jacobi.AreDependent() || (!jacobi.Converged && jacobi.Sweeps == Math.Min(MostSweepsByRounds, maxSweeps)))
            {
                return null;
            }
        }

        jacobi.Sort();
        return jacobi;
    }

    private bool AreDependent()
    {
        T least = T.PositiveInfinity, largest = T.Zero;
        foreach (T square in _squares)
        {
            least = T.Min(least, square);
            largest = T.Max(largest, square);
        }

        T noise = T.CreateTruncating(16 * _squares.Length) * WorkingRange<T>.Epsilon;
        return !(least > noise * noise * largest);
    }

    /// <summary>Another power of two for all, so that the longest vector is about 1 long and fourth powers of lengths are in range.</summary>
    private void MoveToOne()
    {
        T longest = T.Zero;
        for (int i = 0; i < _vectors.Count; i++)
        {
            longest = T.Max(longest, VectorKernels.MaxAbs<T>(_vectors[i]));
        }

        for (int i = 0; longest != T.Zero && i < _vectors.Count; i++)
        {
            _vectors.MoveTo(i, _vectors.Exponents[i] + T.ILogB(longest));
        }
    }

    private void SweepByRounds(Rounds rounds)
    {
        for (int i = 0; i < _squares.Length; i++)
        {
            ReadOnlySpan<T> vector = _vectors[i];
            _squares[i] = VectorKernels.Dot(vector, vector);
        }

        LargestCosine = T.Zero;
        for (int sum = 1; sum <= (2 * _squares.Length) - 3; sum++)
        {
            ReadOnlySpan<int> pairs = rounds.Of(sum);
            Span<T> products = rounds.Products[..(pairs.Length / 2)], rotations = rounds.Rotations[..pairs.Length];
            VectorPairs.Dot(products, _vectors.All, _vectors.Stride, _vectors.Length, pairs);
            if (FindRotations(pairs, products, rotations))
            {
                VectorPairs.Rotate(_vectors.All, _vectors.Stride, _vectors.Stride, pairs, rotations);
            }
        }
    }

    /// <summary>c and s for each pair, (1, 0) where it is orthogonal; whether there is one that is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FindRotations(ReadOnlySpan<int> pairs, ReadOnlySpan<T> products, Span<T> rotations)
    {
        Span<T> squares = _squares;
        T largest = LargestCosine, tolerance = Tolerance;
        bool any = false;
        for (int k = 0; k < products.Length; k++)
        {
            int i = pairs[2 * k], j = pairs[(2 * k) + 1];
            T product = products[k], x = squares[i], y = squares[j], norms = T.Sqrt(x * y), magnitude = T.Abs(product);
            if (!(magnitude <= largest * norms))
            {
                largest = T.Max(largest, magnitude / norms);
            }

            if (magnitude <= tolerance * norms)
            {
                (rotations[2 * k], rotations[(2 * k) + 1]) = (T.One, T.Zero);
                continue;
            }

            // As in de Rijk's order, t² + 2ζt − 1 = 0 with ζ = (y·y − x·x)/2x·y: the smaller root is 2x·y / (d ± √(d² + (2x·y)²)) with d = y·y − x·x.
            T twice = product + product, difference = y - x;
            T root = T.Sqrt(T.FusedMultiplyAdd(difference, difference, twice * twice));
            T tangent = twice / (difference + T.CopySign(root, difference));
            T cosine = T.One / T.Sqrt(T.FusedMultiplyAdd(tangent, tangent, T.One)), sine = cosine * tangent, change = tangent * product;
            bool exchange = x < y;
            (rotations[2 * k], rotations[(2 * k) + 1]) = exchange ? (sine, -cosine) : (cosine, sine);
            (squares[i], squares[j]) = exchange ? (y + change, x - change) : (x - change, y + change);
            any = true;
        }

        LargestCosine = largest;
        return any;
    }

    /// <summary>The pairs by the sums of their numbers, and room for what is computed of them.</summary>
    private sealed class Rounds
    {
        private readonly int _count;
        private readonly int[] _pairs;
        private readonly T[] _products;
        private readonly T[] _rotations;

        public Rounds(int count)
        {
            _count = count;
            _pairs = new int[count];
            _products = new T[count / 2];
            _rotations = new T[count];
        }

        public Span<T> Products => _products;

        public Span<T> Rotations => _rotations;

        public ReadOnlySpan<int> Of(int sum)
        {
            int used = 0;
            for (int i = Math.Max(0, sum - _count + 1), j = sum - i; i < j; i++, j--)
            {
                _pairs[used++] = i;
                _pairs[used++] = j;
            }

            return _pairs.AsSpan(0, used);
        }
    }
}
