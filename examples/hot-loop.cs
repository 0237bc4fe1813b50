#:project ../src/FastBias/FastBias.csproj
#:property PublishAot=false

// A control loop fits a model thousands of times a second: no step may allocate, or the garbage collector stops it one day.
// Each step fits five parameters to the last forty measurements, all in memory that was made before the loop.
// The counter of this thread's allocations shows it.
//
//   dotnet run -c Release examples/hot-loop.cs

using System.Diagnostics;
using FastBias;

const int Window = 40, Parameters = 5, Steps = 10_000, Rounds = 10;
double[] truth = [3, -1, 0.5, 2, -0.25];

// What a step works in: the model beside the measurements, and the scratch memory of the factorization.
Matrix<double> model = new(Window, Parameters + 1), estimate = new(Parameters, 1);
double[] tau = new double[Parameters + 1], workspace = new double[Qr<double>.WorkspaceLength(Window, Parameters + 1)];
double worst = 0;

// The first call makes what the library keeps. The runtime may allocate once more while it optimises running code, so that the least of ten rounds counts:
// what a step allocates, every round would show.
Step(0);
long start = Stopwatch.GetTimestamp(), allocated = long.MaxValue;
for (int round = 0; round < Rounds; round++)
{
    long before = GC.GetAllocatedBytesForCurrentThread();
    for (int step = 0; step < Steps / Rounds; step++)
    {
        Step(step + (round * Steps / Rounds));
    }

    allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
}

TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
Console.WriteLine($"{Steps} fits of {Parameters} parameters to {Window} measurements: {elapsed.TotalMicroseconds / Steps:F1} microseconds each");
Console.WriteLine($"bytes allocated by {Steps / Rounds} steps: {allocated}");
Console.WriteLine($"largest error of a parameter: {worst:E1}");
return allocated == 0 && worst < 1e-11 ? 0 : 1;

void Step(int now)
{
    for (int i = 0; i < Window; i++)
    {
        // Time counted from the middle of the window: columns that are far from parallel.
        double t = (i - (Window / 2)) / (double)Window, phase = now + i;
        model[i, 0] = 1;
        model[i, 1] = t;
        model[i, 2] = t * t;
        model[i, 3] = Math.Sin(phase);
        model[i, 4] = Math.Cos(phase);

        // The measurement; a real loop reads a sensor here.
        model[i, Parameters] = truth[0] + (truth[1] * t) + (truth[2] * t * t) + (truth[3] * model[i, 3]) + (truth[4] * model[i, 4]);
    }

    // [A b] = Q·[R c] in place, so c = Qᵀb without forming Q; then R·x = c.
    Qr<double>.FactorInPlace(model, tau, workspace);
    model.Slice(0, Parameters, Parameters, 1).CopyTo(estimate.AsSpan());
    Triangular.Solve(estimate.AsSpan(), model.Slice(0, 0, Parameters, Parameters), Triangle.Upper);
    for (int k = 0; k < Parameters; k++)
    {
        worst = Math.Max(worst, Math.Abs(estimate[k, 0] - truth[k]));
    }
}
