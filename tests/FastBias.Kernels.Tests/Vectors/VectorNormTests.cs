using System.Numerics;
using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>The Euclidean norm on the whole range, and the wrappers on spans.</summary>
public abstract unsafe class VectorNormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static (int Lowest, int Highest, int Digits) Range => sizeof(T) == 8 ? (-1074, 1023, 53) : (-149, 127, 24);

    private static T Largest => T.BitDecrement(T.PositiveInfinity);

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Of_one_power_of_two_is_that_power(Isa isa)
    {
        for (int e = Range.Lowest; e <= Range.Highest; e++)
        {
            T value = T.ScaleB(T.One, e);
            Bits.AssertEqual(value, Norm(isa, [value]), $"2^{e}");
            Bits.AssertEqual(value, Norm(isa, [T.Zero, -value, T.Zero]), $"-2^{e} between zeros");
            if (e <= Range.Highest - 3)
            {
                Bits.AssertEqual(T.CreateChecked(5) * value, Norm(isa, [T.CreateChecked(3) * value, T.CreateChecked(4) * value]), $"(3, 4)·2^{e}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Powers_of_two_scale_it_exactly(Isa isa)
    {
        T[] x = new TestRandom(1).UniformVector<T>(75);
        T norm = Norm(isa, x);
        int least = (int)x.Min(value => T.ILogB(value));
        for (int e = Range.Lowest + Range.Digits - least; e <= Range.Highest - 5; e += 1)
        {
            Bits.AssertEqual(T.ScaleB(norm, e), Norm(isa, [.. x.Select(value => T.ScaleB(value, e))]), $"2^{e}");
        }
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Two_powers_far_apart_lose_nothing(Isa isa)
    {
        for (int e = Range.Lowest; e <= Range.Highest - 1; e += sizeof(T) == 8 ? 13 : 3)
        {
            for (int f = Range.Lowest; f <= e; f += sizeof(T) == 8 ? 29 : 5)
            {
                // 2^e·√(1 + 4^(f − e)): by the series beyond half the digits, else exactly as a double-double would.
                T large = T.ScaleB(T.One, e), small = T.ScaleB(T.One, f), ratio = T.ScaleB(T.One, f - e);
                T expected = T.ScaleB(T.Sqrt(T.FusedMultiplyAdd(ratio, ratio, T.One)), e), norm = Norm(isa, [small, large, small * T.Zero]);
                T error = T.Abs(norm - expected);
                T step = T.Max(T.BitIncrement(expected) - expected, T.Epsilon);
                Assert.True(T.IsFinite(norm) && error <= step, $"(2^{f}, 2^{e}): {norm}, not {expected}");
            }
        }
    }

    [Fact]
    public void It_overflows_only_where_the_norm_does()
    {
        T[] x = [Largest / T.CreateChecked(2), Largest / T.CreateChecked(2)];
        Assert.True(T.IsFinite(VectorKernels.Norm<T>(x)));
        Assert.Equal(Largest, VectorKernels.Norm<T>([T.Zero, Largest]));
        Assert.Equal(T.PositiveInfinity, VectorKernels.Norm<T>([Largest, Largest]));
        Assert.Equal(T.Epsilon, VectorKernels.Norm<T>([T.Epsilon]));
        Assert.Equal(T.CreateChecked(2) * T.Epsilon, VectorKernels.Norm<T>([T.Epsilon, T.Epsilon, T.Epsilon, T.Epsilon]));
    }

    [Theory]
    [MemberData(nameof(Isas.All), MemberType = typeof(Isas))]
    public void Specials(Isa isa)
    {
        Assert.Equal(T.Zero, Norm(isa, []));
        Bits.AssertEqual(T.Zero, Norm(isa, [T.NegativeZero, T.NegativeZero]), "−0");
        for (int n = 1; n < 70; n += 3)
        {
            T[] x = new T[n];
            Array.Fill(x, T.ScaleB(T.One, Range.Highest));
            x[n / 2] = T.NegativeInfinity;
            Assert.Equal(T.PositiveInfinity, Norm(isa, x));
            x[n - 1] = T.NaN;
            Assert.True(T.IsNaN(Norm(isa, x)), "NaN wins over infinity");
        }
    }

    [Property(MaxTest = 200)]
    public void Error_is_at_most_what_is_promised(ushort length, sbyte exponent)
    {
        int n = length % 700, e = exponent * (sizeof(T) == 8 ? 7 : 0);
        T[] x = new TestRandom(length).UniformVector<T>(n);
        DoubleDouble exact = default;
        foreach (T value in x)
        {
            exact += (DoubleDouble)double.CreateChecked(value) * double.CreateChecked(value);
        }

        double norm = double.CreateChecked(VectorKernels.Norm<T>(x.Select(value => T.ScaleB(value, e)).ToArray())), expected = Math.ScaleB(Math.Sqrt((double)exact), e);
        double eps = Math.ScaleB(1, sizeof(T) == 8 ? -52 : -23);
        Assert.True(Math.Abs(norm - expected) <= ((n / 64.0) + 8) * eps * expected, $"{norm}, not {expected}");
    }

    [Property(MaxTest = 100)]
    public void Spans_go_to_the_kernels_of_this_machine(byte length)
    {
        T[] x = new TestRandom(length).UniformVector<T>(length), y = new TestRandom(1000u + length).UniformVector<T>(length), z = [.. y], w = [.. x];
        int lanes = 256 / sizeof(T);
        T tau = T.CreateTruncating(0.4);
        Bits.AssertEqual(ChainOracle.Lanes<T>(x, y, lanes), VectorKernels.Dot<T>(x, y), "dot");
        Bits.AssertEqual(ChainOracle.Lanes<T>(x, y, lanes / 2), VectorKernels.GramPair<T>(x, y).XY, "gram");
        Bits.AssertEqual(length == 0 ? T.Zero : x.Max(T.Abs), VectorKernels.MaxAbs<T>(x), "max");
        VectorKernels.Axpy<T>(z, tau, x);
        Bits.AssertEqual<T>([.. y.Select((value, i) => T.FusedMultiplyAdd(tau, x[i], value))], z, "axpy");
        y.CopyTo(z, 0);
        VectorKernels.ReflectVector<T>(z, x, tau);
        T factor = -(tau * ChainOracle.Lanes<T>(x, y, lanes));
        Bits.AssertEqual<T>([.. y.Select((value, i) => T.FusedMultiplyAdd(factor, x[i], value))], z, "reflect");
        VectorKernels.RotatePair<T>(w, z, tau, T.One);
        VectorKernels.Scale<T>(w, T.Zero);
        Assert.All(w, value => Assert.Equal(T.Zero, value));
        y.CopyTo(z, 0);
        VectorProduct.AddScaled<T>(z, T.One, z);
        Bits.AssertEqual<T>([.. y.Select(value => value + value)], z, "y + y in place");
    }

    private static T Norm(Isa isa, T[] x)
    {
        PoisonedVector<T> vector = new(x);
        fixed (T* px = vector.Span)
        {
            T norm = VectorNorm<T>.Of(Kernels<T>.For(isa), px, (nuint)x.Length);
            vector.AssertUntouched();
            return norm;
        }
    }
}

public sealed class VectorNormTestsOfDouble : VectorNormTests<double>;

public sealed class VectorNormTestsOfSingle : VectorNormTests<float>;
