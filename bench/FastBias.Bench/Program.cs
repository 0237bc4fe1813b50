using System.CommandLine;
using FastBias.Bench.Benchmarks;
using FastBias.Bench.Commands;

// BenchmarkSwitcher has a command line of its own: nothing of it is parsed here.
if (args is ["bdn", .. var rest])
{
    return BenchmarkRunner.Run(rest);
}

RootCommand root = new("The benches of FastBias; run them in Release. `bdn …` hands its arguments to BenchmarkDotNet.") { RatiosCommand.Create(), AccuracyCommand.Create(), SpectralCommand.Create(), SweepCommand.Create() };
return root.Parse(args).Invoke();
