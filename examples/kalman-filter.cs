#:project ../src/FastBias/FastBias.csproj
#:property PublishAot=false

// A Kalman filter for a body in space: six states (position and velocity), a measured position ten times a second.
// Every product and factorization has a shape that is known when the program is compiled, so each is a kernel of its own:
// no loop over unknown sizes, no allocation, the same bits on every machine.
//
// The filter is consistent if the error in units of its own covariance, eᵀ·P⁻¹·e, is 6 on average: one for each state.
//
//   dotnet run -c Release examples/kalman-filter.cs

using FastBias;

const int Steps = 2000;
const double Interval = 0.1, Jerk = 0.3, MeasurementNoise = 2.0;
double[] f = new double[36], q = new double[36], h = new double[18], r = new double[9];
for (int axis = 0; axis < 3; axis++)
{
    (int p, int v) = (axis, axis + 3);
    f[(6 * p) + p] = f[(6 * v) + v] = 1;
    f[(6 * p) + v] = Interval;

    // An acceleration that is white noise, integrated once and twice over the interval.
    double power = Jerk * Jerk;
    q[(6 * p) + p] = power * Math.Pow(Interval, 4) / 4;
    q[(6 * p) + v] = q[(6 * v) + p] = power * Math.Pow(Interval, 3) / 2;
    q[(6 * v) + v] = power * Interval * Interval;
    h[(6 * axis) + p] = 1;
    r[(3 * axis) + axis] = MeasurementNoise * MeasurementNoise;
}

double[] truth = [0, 0, 100, 5, 3, 0], x = new double[6], next = new double[6];
double[] covariance = [.. Enumerable.Range(0, 36).Select(e => e % 7 == 0 ? 100.0 : 0)];
double[] fp = new double[36], hp = new double[18], s = new double[9], gain = new double[18], innovation = new double[3], factor = new double[36], error = new double[6];
Random random = new(1);
double consistency = 0, squaredError = 0, squaredNoise = 0;
for (int step = 0; step < Steps; step++)
{
    // The world moves, and is measured.
    double[] z = new double[3];
    for (int axis = 0; axis < 3; axis++)
    {
        double acceleration = Jerk * Normal();
        truth[axis] += (Interval * truth[axis + 3]) + (Interval * Interval / 2 * acceleration);
        truth[axis + 3] += Interval * acceleration;
        double noise = MeasurementNoise * Normal();
        z[axis] = truth[axis] + noise;
        squaredNoise += noise * noise;
    }

    // Predict: x = F·x, P = F·P·Fᵀ + Q.
    Kernels.Advance(f, x, next);
    next.CopyTo(x, 0);
    Kernels.Multiply6(f, covariance, fp);
    q.CopyTo(covariance, 0);
    Kernels.AddTimesTransposed6(fp, f, covariance);

    // Update: y = z − H·x, S = H·P·Hᵀ + R = L·Lᵀ, K = P·Hᵀ·S⁻¹, x += K·y, P −= K·H·P.
    z.CopyTo(innovation, 0);
    Kernels.SubtractMeasured(h, x, innovation);
    Kernels.Multiply3x6(h, covariance, hp);
    r.CopyTo(s, 0);
    Kernels.AddTimesTransposed3(hp, h, s);
    if (Kernels.Cholesky3(s) >= 0)
    {
        throw new InvalidOperationException("The innovation's covariance is not definite.");
    }

    for (int state = 0; state < 6; state++)
    {
        double[] column = [hp[state], hp[6 + state], hp[12 + state]];
        SolveLower(s, column);
        SolveUpper(s, column);
        column.CopyTo(gain, 3 * state);
    }

    Kernels.Correct(gain, innovation, x);
    Kernels.SubtractProduct6(gain, hp, covariance);

    // How large is the error, in units of what the filter thinks it is?
    for (int state = 0; state < 6; state++)
    {
        error[state] = truth[state] - x[state];
        squaredError += state < 3 ? error[state] * error[state] : 0;
    }

    covariance.CopyTo(factor, 0);
    if (Kernels.Cholesky6(factor) >= 0)
    {
        throw new InvalidOperationException("The state's covariance is not definite.");
    }

    SolveLower(factor, error);
    consistency += error.Sum(e => e * e) / Steps;
}

double improvement = Math.Sqrt(squaredNoise / squaredError);
Console.WriteLine($"{Steps} steps; the estimate is {improvement:F1} times as accurate as a measurement");
Console.WriteLine($"error in units of the filter's own covariance: {consistency:F1} (a consistent filter has 6)");
return improvement > 2 && Math.Abs(consistency - 6) < 1 ? 0 : 1;

// x = L⁻¹·x
static void SolveLower(double[] l, double[] x)
{
    int n = x.Length;
    for (int i = 0; i < n; i++)
    {
        for (int k = 0; k < i; k++)
        {
            x[i] -= l[(n * i) + k] * x[k];
        }

        x[i] /= l[(n * i) + i];
    }
}

// x = L⁻ᵀ·x
static void SolveUpper(double[] l, double[] x)
{
    int n = x.Length;
    for (int i = n - 1; i >= 0; i--)
    {
        for (int k = i + 1; k < n; k++)
        {
            x[i] -= l[(n * k) + i] * x[k];
        }

        x[i] /= l[(n * i) + i];
    }
}

double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

/// <summary>The generator writes the bodies: one for each instruction set.</summary>
internal static partial class Kernels
{
    [GemvKernel(M = 6, N = 6)]
    internal static partial void Advance(ReadOnlySpan<double> f, ReadOnlySpan<double> x, Span<double> next);

    [GemmKernel(M = 6, N = 6, K = 6)]
    internal static partial void Multiply6(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 6, N = 6, K = 6, TransposeB = true, Accumulate = true)]
    internal static partial void AddTimesTransposed6(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemvKernel(M = 3, N = 6, Accumulate = true, Negate = true)]
    internal static partial void SubtractMeasured(ReadOnlySpan<double> h, ReadOnlySpan<double> x, Span<double> y);

    [GemmKernel(M = 3, N = 6, K = 6)]
    internal static partial void Multiply3x6(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [GemmKernel(M = 3, N = 3, K = 6, TransposeB = true, Accumulate = true)]
    internal static partial void AddTimesTransposed3(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [CholeskyKernel(N = 3)]
    internal static partial int Cholesky3(Span<double> a);

    [GemvKernel(M = 6, N = 3, Accumulate = true)]
    internal static partial void Correct(ReadOnlySpan<double> gain, ReadOnlySpan<double> innovation, Span<double> x);

    [GemmKernel(M = 6, N = 6, K = 3, Accumulate = true, Negate = true)]
    internal static partial void SubtractProduct6(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);

    [CholeskyKernel(N = 6)]
    internal static partial int Cholesky6(Span<double> a);
}
