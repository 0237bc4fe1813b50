using FastBias.Cli;

Terminal terminal = new(Console.Out, Console.Error, isInteractive: !Console.IsErrorRedirected, isOutputTerminal: !Console.IsOutputRedirected);
return await Application.RunAsync(args, terminal);
