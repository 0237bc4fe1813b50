#:project ../src/FastBias/FastBias.csproj
#:property PublishAot=false

// Rigid alignment (Kabsch 1976): a thousand pairs of point clouds, each pair the same points before and after a rotation.
// The best rotation is V·diag(1, 1, ±1)·Uᵀ, where U·S·Vᵀ = Pᵀ·Q for the centred points P and Q.
// All pairs go through three kernels at once; the decompositions of 3 x 3 matrices run with one matrix in each lane of the vectors.
//
//   dotnet run -c Release examples/rigid-alignment.cs

using System.Diagnostics;
using FastBias;

const int Pairs = 1000, Points = 20;
Random random = new(2);
double[] before = new double[Pairs * Points * 3], after = new double[before.Length], rotations = new double[Pairs * 9];
for (int pair = 0; pair < Pairs; pair++)
{
    Span<double> rotation = rotations.AsSpan(9 * pair, 9), cloud = before.AsSpan(60 * pair, 60), turned = after.AsSpan(60 * pair, 60);
    RandomRotation(rotation);
    for (int i = 0; i < cloud.Length; i++)
    {
        cloud[i] = (2 * random.NextDouble()) - 1;
    }

    Center(cloud);
    for (int point = 0; point < Points; point++)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            turned[(3 * point) + axis] = (rotation[3 * axis] * cloud[3 * point]) + (rotation[(3 * axis) + 1] * cloud[(3 * point) + 1]) + (rotation[(3 * axis) + 2] * cloud[(3 * point) + 2]);
        }
    }
}

double[] moments = new double[Pairs * 9], u = new double[Pairs * 9], s = new double[Pairs * 3], vt = new double[Pairs * 9], found = new double[Pairs * 9];
int[] status = new int[Pairs];
int failures = Align();
long start = Stopwatch.GetTimestamp();
failures += Align();
double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Pairs;

double worst = 0;
for (int i = 0; i < found.Length; i++)
{
    worst = Math.Max(worst, Math.Abs(found[i] - rotations[i]));
}

Console.WriteLine($"{Pairs} rotations from {Points} points each: {microseconds:F2} microseconds a pair");
Console.WriteLine($"largest error of an element: {worst:E1}; failed: {failures}; sweeps: {status.Min()} to {status.Max()}");
return worst < 1e-13 && failures == 0 ? 0 : 1;

int Align()
{
    Kernels.Moments(before, after, moments);
    int failed = Kernels.Decompose(moments, u, s, vt, status);
    for (int pair = 0; pair < Pairs; pair++)
    {
        // A reflection fits better than any rotation where the points are nearly in a plane: turn the axis that matters least.
        Span<double> rows = vt.AsSpan(9 * pair, 9);
        if (Determinant(u.AsSpan(9 * pair, 9)) * Determinant(rows) < 0)
        {
            (rows[6], rows[7], rows[8]) = (-rows[6], -rows[7], -rows[8]);
        }
    }

    Kernels.Compose(vt, u, found);
    return failed;
}

static void Center(Span<double> cloud)
{
    for (int axis = 0; axis < 3; axis++)
    {
        double mean = 0;
        for (int i = axis; i < cloud.Length; i += 3)
        {
            mean += cloud[i] / (cloud.Length / 3);
        }

        for (int i = axis; i < cloud.Length; i += 3)
        {
            cloud[i] -= mean;
        }
    }
}

// A rotation from a random unit quaternion.
void RandomRotation(Span<double> r)
{
    double[] q = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() - 0.5)];
    double length = Math.Sqrt(q.Sum(e => e * e));
    (double a, double b, double c, double d) = (q[0] / length, q[1] / length, q[2] / length, q[3] / length);
    r[0] = 1 - (2 * ((c * c) + (d * d)));
    r[1] = 2 * ((b * c) - (a * d));
    r[2] = 2 * ((b * d) + (a * c));
    r[3] = 2 * ((b * c) + (a * d));
    r[4] = 1 - (2 * ((b * b) + (d * d)));
    r[5] = 2 * ((c * d) - (a * b));
    r[6] = 2 * ((b * d) - (a * c));
    r[7] = 2 * ((c * d) + (a * b));
    r[8] = 1 - (2 * ((b * b) + (c * c)));
}

static double Determinant(ReadOnlySpan<double> m) =>
    (m[0] * ((m[4] * m[8]) - (m[5] * m[7]))) - (m[1] * ((m[3] * m[8]) - (m[5] * m[6]))) + (m[2] * ((m[3] * m[7]) - (m[4] * m[6])));

/// <summary>The generator writes the bodies: one for each instruction set.</summary>
internal static partial class Kernels
{
    /// <summary>Pᵀ·Q for every pair.</summary>
    [GemmKernel(M = 3, N = 3, K = 20, TransposeA = true, Batch = true)]
    internal static partial void Moments(ReadOnlySpan<double> p, ReadOnlySpan<double> q, Span<double> moments);

    /// <summary>U·S·Vᵀ of every product.</summary>
    [SvdKernel(M = 3, N = 3, Batch = true)]
    internal static partial int Decompose(ReadOnlySpan<double> moments, Span<double> u, Span<double> s, Span<double> vt, Span<int> status);

    /// <summary>V·Uᵀ for every pair.</summary>
    [GemmKernel(M = 3, N = 3, K = 3, TransposeA = true, TransposeB = true, Batch = true)]
    internal static partial void Compose(ReadOnlySpan<double> vt, ReadOnlySpan<double> u, Span<double> rotations);
}
