using System.CommandLine;
using FastBias.Cli.Json;
using FastBias.Lab;
using Spectre.Console;

namespace FastBias.Cli.Commands;

/// <summary><c>fastbias lab list | show | run</c></summary>
internal static class LabCommand
{
    public static Command Create(Terminal terminal, IReadOnlyList<Experiment> experiments) => new("lab", "The laboratory: experiments on implicit bias, minimum norm, conditioning and double descent, every claim checked.")
    {
        CreateList(terminal, experiments),
        CreateShow(terminal, experiments),
        LabRunCommand.Create(terminal, experiments),
    };

    /// <summary>The experiment of a name; a name that is none is refused with the nearest one.</summary>
    public static Experiment Find(IReadOnlyList<Experiment> experiments, string name) => experiments.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new UsageException($"'{name}' is no experiment; {(NearestName.Of(name, experiments.Select(experiment => experiment.Name)) is { } nearest ? $"is it '{nearest}'? " : string.Empty)}'fastbias lab list' has all");

    private static Command CreateList(Terminal terminal, IReadOnlyList<Experiment> experiments)
    {
        Option<bool> json = SharedOptions.Json();
        Command command = new("list", "The names and titles of all experiments.") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                terminal.WriteJson(new([.. experiments.Select(experiment => new LabListEntry(experiment.Name, experiment.Title, experiment.Ids))]), JsonReports.Default.LabListReport);
            }
            else
            {
                terminal.WritePairs(experiments.Select(experiment => (experiment.Name, experiment.Title)));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateShow(Terminal terminal, IReadOnlyList<Experiment> experiments)
    {
        Argument<string> name = new("name") { Description = "The experiment." };
        Option<bool> json = SharedOptions.Json();
        Command command = new("show", "What an experiment asks, how it computes the answer, and its parameters.") { name, json };
        command.SetAction(parsed =>
        {
            Experiment experiment = Find(experiments, parsed.GetRequiredValue(name));
            LabShowReport report = Describe(experiment);
            if (parsed.GetValue(json))
            {
                terminal.WriteJson(report, JsonReports.Default.LabShowReport);
                return ExitCode.Success;
            }

            terminal.Tables.Write(new Text($"{report.Title}\n\n{report.About.Trim()}\n\nItems: {string.Join(", ", report.Ids)}\n\n"));
            Table table = PeopleText.CreateTable("parameter", "default", "quick", "what it is");
            table.Columns[3].LeftAligned();
            foreach (TableColumn column in table.Columns.Skip(1))
            {
                column.NoWrap = false;
            }

            foreach (LabParameter parameter in report.Parameters)
            {
                table.AddTextRow(parameter.Name, parameter.Default, parameter.Quick, parameter.Description);
            }

            terminal.Tables.Write(table);
            terminal.Output.WriteLine($"fastbias lab run {report.Name} [--set parameter=value ...]");
            return ExitCode.Success;
        });
        return command;
    }

    private static LabShowReport Describe(Experiment experiment)
    {
        SpecText text = experiment.SpecText;
        return new(experiment.Name, experiment.Title, experiment.About, experiment.Ids, [.. text.Names.Select(name =>
            new LabParameter(name, text.Describe(name), text.Value(experiment.Defaults, name), text.Value(experiment.Quick, name)))]);
    }
}
