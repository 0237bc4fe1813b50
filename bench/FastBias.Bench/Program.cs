using System.CommandLine;
using FastBias.Bench.Commands;

RootCommand root = new("The benches of FastBias. Run them in Release.") { RatiosCommand.Create() };
return root.Parse(args).Invoke();
