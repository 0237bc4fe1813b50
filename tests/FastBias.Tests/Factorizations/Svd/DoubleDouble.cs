namespace FastBias.Tests.Factorizations;

/// <summary>106 bits as the unevaluated sum of two doubles (Dekker 1971; Hida, Li, Bailey 2001): the reference's arithmetic.</summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static explicit operator double(DoubleDouble value) => value.High + value.Low;

    public static DoubleDouble operator -(DoubleDouble x) => new(-x.High, -x.Low);

    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + (-y);

    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        DoubleDouble high = TwoSum(x.High, y.High), low = TwoSum(x.Low, y.Low);
        DoubleDouble sum = Quick(high.High, high.Low + low.High);
        return Quick(sum.High, sum.Low + low.Low);
    }

    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        double product = x.High * y.High;
        double error = Math.FusedMultiplyAdd(x.High, y.High, -product);
        return Quick(product, error + ((x.High * y.Low) + (x.Low * y.High)));
    }

    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y)
    {
        double first = x.High / y.High;
        DoubleDouble rest = x - (y * first);
        double second = rest.High / y.High;
        rest -= y * second;
        return (DoubleDouble)first + second + (rest.High / y.High);
    }

    public static DoubleDouble Sqrt(DoubleDouble x)
    {
        if (x.High == 0)
        {
            return 0;
        }

        double root = Math.Sqrt(x.High);
        return (DoubleDouble)root + ((x - ((DoubleDouble)root * root)).High / (2 * root));
    }

    private static DoubleDouble TwoSum(double x, double y)
    {
        double sum = x + y, part = sum - x;
        return new(sum, (x - (sum - part)) + (y - part));
    }

    private static DoubleDouble Quick(double high, double low)
    {
        double sum = high + low;
        return new(sum, low - (sum - high));
    }
}
