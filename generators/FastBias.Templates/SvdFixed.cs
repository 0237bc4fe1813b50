using System.Runtime.CompilerServices;
using FastBias.Kernels;
using Edge = FastBias.Kernels.EdgeLane;
using Simd = FastBias.Kernels.Lane;
using T = double;
using V = FastBias.Kernels.Lane<double>;

namespace FastBias.Templates;

/// <summary>A = U·diag(s)·Vᵀ by one-sided Jacobi rotations, for one shape fixed at compile time; the lanes are matrices that follow one another.</summary>
/// <remarks>
/// <code>
///   work:  W, Tall x Short: A, or its transpose where A is wide, scaled by a power of two; then J, Short x Short: the identity;
///          element by element, those of all lanes side by side
///   sweep over the pairs of columns p &lt; q, until one changes nothing:
///     α = Σ x², β = Σ y², γ = Σ x·y                        chains over the rows
///     rotate where γ² > tolerance²·α·β, and exchange the columns where α &lt; β: at the end they descend
///     δ = β − α,  t = ±2γ / (|δ| + √(δ² + 4γ²)) with the sign of δ,  c = 1 / √(1 + t²),  s = c·t
///   σ = |column of W|, left vectors W / σ, right vectors J; a column that is zero beside the largest gets a unit vector orthogonal to the others
/// </code>
/// A lane that has converged keeps its bits while others go on. Status: sweeps that changed something; −1 and NaN for non-finite input; −2 where the sweeps ended.
/// </remarks>
public static class SvdFixed
{
    private const int Rows = 3;
    private const int Columns = 3;
    private const int Tall = 3;
    private const int Short = 3;
    private const int MaxSweeps = 40;

    internal static void Run(ref T a, ref T u, ref T s, ref T vt, ref T work, ref int status)
    {
        V largest = V.Zero;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                largest = Simd.Max(largest, Simd.Abs(Edge.Gather(ref a, (nuint)((row * Columns) + column), Rows * Columns, V.Count)));
            }
        }

        V finite = Simd.LessThanOrEqual(largest, Simd.Create(T.MaxValue));
        V tiny = Simd.LessThan(largest, Simd.Create(FixedRange.Tiny<T>()));
        V lift = Simd.ConditionalSelect(tiny, Simd.Create(FixedRange.Lift<T>()), V.One);
        V power = Simd.Max(largest * lift, Simd.Create(FixedRange.Tiny<T>())) & Simd.Create(T.PositiveInfinity);
        V scale = Simd.Create(FixedRange.Working<T>()) / power;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                V element = Edge.Gather(ref a, (nuint)((row * Columns) + column), Rows * Columns, V.Count) * lift * scale;
                Simd.StoreUnsafe(
                    Simd.ConditionalSelect(finite, element, V.Zero), ref work, (nuint)((Rows < Columns ? (column * Short) + row : (row * Short) + column) * V.Count));
            }
        }

        for (int row = 0; row < Short; row++)
        {
            for (int column = 0; column < Short; column++)
            {
                Simd.StoreUnsafe(V.Zero, ref work, (nuint)((((Tall + row) * Short) + column) * V.Count));
            }

            Simd.StoreUnsafe(V.One, ref work, (nuint)((((Tall + row) * Short) + row) * V.Count));
        }

        V tolerance = Simd.Create((T)(Tall + 8) * FixedRange.UnitRoundoff<T>());
        tolerance = tolerance * tolerance;
        V smallest = Simd.Create(FixedRange.SmallestSquare<T>());
        V sweeps = V.Zero;
        V active = V.Zero;
        for (nuint sweep = 0; sweep < MaxSweeps; sweep++)
        {
            active = V.Zero;
            for (int p = 0; p < Short - 1; p++)
            {
                for (int q = p + 1; q < Short; q++)
                {
                    V alpha = V.Zero;
                    V beta = V.Zero;
                    V gamma = V.Zero;
                    for (int i = 0; i < Tall; i++)
                    {
                        V x = Simd.LoadUnsafe(ref work, (nuint)(((i * Short) + p) * V.Count));
                        V y = Simd.LoadUnsafe(ref work, (nuint)(((i * Short) + q) * V.Count));
                        alpha = Simd.FusedMultiplyAdd(x, x, alpha);
                        beta = Simd.FusedMultiplyAdd(y, y, beta);
                        gamma = Simd.FusedMultiplyAdd(x, y, gamma);
                    }

                    V rotate = Simd.GreaterThan(gamma * gamma, tolerance * alpha * beta) & Simd.GreaterThan(alpha, smallest) & Simd.GreaterThan(beta, smallest);
                    V exchange = Simd.LessThan(alpha, beta);
                    V change = rotate | exchange;
                    if (change != V.Zero)
                    {
                        active = active | change;
                        V delta = beta - alpha;
                        V twice = gamma + gamma;
                        V root = Simd.Abs(delta) + Simd.Sqrt(Simd.FusedMultiplyAdd(delta, delta, twice * twice));
                        V tangent = Simd.ConditionalSelect(rotate, Simd.ConditionalSelect(exchange, twice, -twice) / root, V.Zero);
                        V cosine = V.One / Simd.Sqrt(Simd.FusedMultiplyAdd(tangent, tangent, V.One));
                        V sine = cosine * tangent;

                        // x' = xx·x + xy·y, y' = yx·x + yy·y: the rotation, or with its rows exchanged
                        V xx = Simd.ConditionalSelect(exchange, sine, cosine);
                        V xy = Simd.ConditionalSelect(exchange, cosine, -sine);
                        V yx = Simd.ConditionalSelect(exchange, cosine, sine);
                        V yy = Simd.ConditionalSelect(exchange, -sine, cosine);
                        for (int i = 0; i < Tall + Short; i++)
                        {
                            V x = Simd.LoadUnsafe(ref work, (nuint)(((i * Short) + p) * V.Count));
                            V y = Simd.LoadUnsafe(ref work, (nuint)(((i * Short) + q) * V.Count));
                            Simd.StoreUnsafe(Simd.ConditionalSelect(change, Simd.FusedMultiplyAdd(xx, x, xy * y), x), ref work, (nuint)(((i * Short) + p) * V.Count));
                            Simd.StoreUnsafe(Simd.ConditionalSelect(change, Simd.FusedMultiplyAdd(yx, x, yy * y), y), ref work, (nuint)(((i * Short) + q) * V.Count));
                        }
                    }
                }
            }

            sweeps = sweeps + Simd.ConditionalSelect(active, V.One, V.Zero);
            if (active == V.Zero)
            {
                break;
            }
        }

        V nothing = Simd.Create(T.NaN);
        V drop = power * Simd.Create(FixedRange.InverseWorking<T>());
        for (int j = 0; j < Short; j++)
        {
            V square = V.Zero;
            for (int i = 0; i < Tall; i++)
            {
                V x = Simd.LoadUnsafe(ref work, (nuint)(((i * Short) + j) * V.Count));
                square = Simd.FusedMultiplyAdd(x, x, square);
            }

            V zero = Simd.LessThanOrEqual(square, smallest);
            V sigma = Simd.ConditionalSelect(zero, V.Zero, Simd.Sqrt(square));
            V inverse = V.One / Simd.ConditionalSelect(zero, V.One, sigma);
            for (int i = 0; i < Tall; i++)
            {
                Simd.StoreUnsafe(inverse * Simd.LoadUnsafe(ref work, (nuint)(((i * Short) + j) * V.Count)), ref work, (nuint)(((i * Short) + j) * V.Count));
            }

            if (zero != V.Zero)
            {
                // The axis that the columns so far miss most, made orthogonal to them twice.
                V best = -V.One;
                V axis = V.Zero;
                for (int row = 0; row < Tall; row++)
                {
                    V left = V.One;
                    for (int l = 0; l < j; l++)
                    {
                        V x = Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + l) * V.Count));
                        left = Simd.FusedMultiplyAdd(-x, x, left);
                    }

                    V better = Simd.GreaterThan(left, best);
                    best = Simd.ConditionalSelect(better, left, best);
                    axis = Simd.ConditionalSelect(better, Simd.Create((T)row), axis);
                }

                for (int row = 0; row < Tall; row++)
                {
                    V x = Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + j) * V.Count));
                    V unit = Simd.ConditionalSelect(Simd.Equals(axis, Simd.Create((T)row)), V.One, V.Zero);
                    Simd.StoreUnsafe(Simd.ConditionalSelect(zero, unit, x), ref work, (nuint)(((row * Short) + j) * V.Count));
                }

                for (int pass = 0; pass < 2; pass++)
                {
                    for (int l = 0; l < j; l++)
                    {
                        V dot = V.Zero;
                        for (int row = 0; row < Tall; row++)
                        {
                            dot = Simd.FusedMultiplyAdd(
                                Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + l) * V.Count)), Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + j) * V.Count)), dot);
                        }

                        for (int row = 0; row < Tall; row++)
                        {
                            V x = Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + j) * V.Count));
                            V rest = Simd.FusedMultiplyAdd(-dot, Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + l) * V.Count)), x);
                            Simd.StoreUnsafe(Simd.ConditionalSelect(zero, rest, x), ref work, (nuint)(((row * Short) + j) * V.Count));
                        }
                    }
                }

                V length = V.Zero;
                for (int row = 0; row < Tall; row++)
                {
                    V x = Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + j) * V.Count));
                    length = Simd.FusedMultiplyAdd(x, x, length);
                }

                V normalize = Simd.ConditionalSelect(zero, V.One / Simd.Sqrt(length), V.One);
                for (int row = 0; row < Tall; row++)
                {
                    Simd.StoreUnsafe(normalize * Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + j) * V.Count)), ref work, (nuint)(((row * Short) + j) * V.Count));
                }
            }

            Edge.Scatter(
                Simd.ConditionalSelect(finite, sigma * drop / lift, nothing), ref s, (nuint)j, Short, V.Count);
            for (int row = 0; row < Tall; row++)
            {
                V x = Simd.ConditionalSelect(finite, Simd.LoadUnsafe(ref work, (nuint)(((row * Short) + j) * V.Count)), nothing);
                if (Rows < Columns)
                {
                    Edge.Scatter(x, ref vt, (nuint)((j * Tall) + row), Tall * Short, V.Count);
                }
                else
                {
                    Edge.Scatter(x, ref u, (nuint)((row * Short) + j), Tall * Short, V.Count);
                }
            }

            for (int row = 0; row < Short; row++)
            {
                V x = Simd.ConditionalSelect(finite, Simd.LoadUnsafe(ref work, (nuint)((((Tall + row) * Short) + j) * V.Count)), nothing);
                if (Rows < Columns)
                {
                    Edge.Scatter(x, ref u, (nuint)((row * Short) + j), Short * Short, V.Count);
                }
                else
                {
                    Edge.Scatter(x, ref vt, (nuint)((j * Short) + row), Short * Short, V.Count);
                }
            }
        }

        sweeps = Simd.ConditionalSelect(finite, Simd.ConditionalSelect(active, Simd.Create((T)(-2)), sweeps), -V.One);
        for (int lane = 0; lane < V.Count; lane++)
        {
            Unsafe.Add(ref status, lane) = (int)sweeps[lane];
        }
    }
}
