using System.Text;

namespace FastBias.Generators;

/// <summary>Writes the body of a user's method: the checks, and the choice among the kernels of its shape.</summary>
/// <remarks>
/// <code>
///   one matrix    the kernel of the process's ISA
///   a batch       as many matrices as the widest vectors hold, over and over, then the narrower ones, then one at a time
/// </code>
/// The process's ISA is a constant for the JIT compiler, which leaves one branch of the choice.
/// </remarks>
internal sealed class DispatcherWriter(StringBuilder text, KernelPlan plan, Entry entry, string margin)
{
    private const string Guard = "global::FastBias.Kernels.KernelGuard";
    private const string Current = "global::FastBias.Kernels.IsaSelection.Current";
    private const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";
    private const string Add = "global::System.Runtime.CompilerServices.Unsafe.Add";

    private readonly string[] _names = plan.Declaration.Method.Parameters.Select(parameter => parameter.Name).ToArray();
    private readonly string _element = plan.Declaration.Element.Keyword;

    private bool HasOutcome => entry.Failure.Length > 0;

    public void Write()
    {
        text.Append($"\n{margin}{{\n");
        WriteChecks();
        WriteScratch();
        if (entry.Batch)
        {
            WriteBatch();
        }
        else
        {
            WriteSingle();
        }

        text.Append($"{margin}}}\n");
    }

    /// <summary>A name for a local that no parameter has.</summary>
    private string Local(string name) => _names.Select(parameter => parameter.TrimStart('@')).Contains(name) ? Local(name + "_") : name;

    private string Name(Operand operand) => _names[operand.Parameter];

    private void Line(int depth, string line) => text.Append(margin).Append(' ', 4 * (depth + 1)).Append(line).Append('\n');

    private void WriteChecks()
    {
        Operand[] operands = entry.Operands.OrderBy(operand => operand.Parameter).ToArray();
        if (entry.Batch)
        {
            Line(0, $"int {Local("count")} = {Guard}.Count({Name(operands[0])}.Length, {operands[0].Size}, {Quoted(operands[0])});");
        }

        foreach (Operand operand in operands.Skip(entry.Batch ? 1 : 0))
        {
            string method = operand.HasGaps ? "AtLeast" : "Exactly", length = entry.Batch ? $"{operand.Size}L * {Local("count")}" : $"{operand.Size}";
            Line(0, $"{Guard}.{method}({Name(operand)}.Length, {length}, {Quoted(operand)});");
        }

        if (entry.Batch && HasOutcome)
        {
            Line(0, $"{Guard}.Exactly({_names[_names.Length - 1]}.Length, {Local("count")}, \"{_names[_names.Length - 1].TrimStart('@')}\");");
        }

        foreach (Operand written in operands.Where(operand => operand.Written))
        {
            foreach (Operand other in operands.Where(other => other != written && (!other.Written || other.Parameter < written.Parameter)))
            {
                string shapes = written.HasGaps || other.HasGaps ? $", {Shape(written)}, {Name(other)}, {Shape(other)}" : $", {Name(other)}";
                Line(0, $"{Guard}.Disjoint<{_element}>({Name(written)}{shapes}, {Quoted(written)});");
            }
        }
    }

    private string Quoted(Operand operand) => $"\"{Name(operand).TrimStart('@')}\"";

    private static string Shape(Operand operand) => $"{operand.Rows}, {operand.Columns}, {operand.Stride}";

    private void WriteScratch()
    {
        int matrices = plan.Expansions.Max(expansion => expansion.Matrices);
        if (entry.Work > 0 && (matrices > 1 || !entry.InPlace))
        {
            Line(0, $"global::System.Span<{_element}> {Local("work")} = stackalloc {_element}[{entry.Work * matrices}];");
        }
    }

    private void WriteSingle()
    {
        if (HasOutcome)
        {
            Line(0, $"int {Local("outcome")} = 0;");
        }

        string otherwise = "";
        foreach (Expansion expansion in plan.Expansions.Reverse())
        {
            bool last = expansion.Isa == plan.Expansions[0].Isa, only = plan.Expansions.Count == 1;
            if (!only)
            {
                Line(0, last ? "else" : $"{otherwise}if ({Current} == global::FastBias.Isa.{expansion.Isa.Name})");
                Line(0, "{");
            }

            Line(only ? 0 : 1, Call(expansion, operand => $"ref {Reference}({Name(operand)})", $"ref {Local("outcome")}"));
            if (!only)
            {
                Line(0, "}");
            }

            otherwise = "else ";
        }

        if (HasOutcome)
        {
            Line(0, $"return {Local("outcome")};");
        }
    }

    private void WriteBatch()
    {
        string done = Local("done"), count = Local("count"), statuses = _names[_names.Length - 1];
        Line(0, $"int {done} = 0;");
        foreach (Expansion expansion in plan.Expansions.Reverse())
        {
            bool last = expansion.Isa == plan.Expansions[0].Isa;
            if (!last)
            {
                Line(0, $"if ({Current} >= global::FastBias.Isa.{expansion.Isa.Name})");
                Line(0, "{");
            }

            int depth = last ? 0 : 1;
            Line(depth, $"for (; {done} <= {count} - {expansion.Matrices}; {done} += {expansion.Matrices})");
            Line(depth, "{");
            Line(depth + 1, Call(
                expansion,
                operand => $"ref {Add}(ref {Reference}({Name(operand)}), (nint){done} * {operand.Size})",
                $"ref {Add}(ref {Reference}({statuses}), {done})"));
            Line(depth, "}");
            if (!last)
            {
                Line(0, "}");
            }
        }

        if (HasOutcome)
        {
            Line(0, $"int {Local("failures")} = 0;");
            Line(0, $"foreach (int {Local("outcome")} in {statuses})");
            Line(0, "{");
            Line(1, $"{Local("failures")} += {Local("outcome")} {entry.Failure} ? 1 : 0;");
            Line(0, "}");
            Line(0, $"return {Local("failures")};");
        }
    }

    private string Call(Expansion expansion, Func<Operand, string> argument, string outcome)
    {
        List<string> arguments = entry.Operands.Select(argument).ToList();
        if (entry.Work > 0)
        {
            arguments.Add(entry.InPlace && expansion.Matrices == 1 ? arguments[0] : $"ref {Reference}({Local("work")})");
        }

        if (HasOutcome)
        {
            arguments.Add(outcome);
        }

        return $"global::FastBias.Generated.{expansion.ClassName}.Run({string.Join(", ", arguments)});";
    }
}
