using System.Text.RegularExpressions;

namespace FastBias.Isolated.Tests;

/// <summary>One method as the JIT compiler lists it: instructions in order, and the labels of its basic blocks.</summary>
/// <param name="Name">The method with its type, such as <c>GemmTile_f64_V512_8x24:Run8x3</c>.</param>
/// <param name="Instructions">The instructions, without comments.</param>
/// <param name="Labels">The index of the first instruction behind each label.</param>
internal sealed partial record DisassembledMethod(string Name, IReadOnlyList<string> Instructions, IReadOnlyDictionary<string, int> Labels)
{
    /// <summary>Splits a listing into its methods. A method may be listed more than once; each listing is one.</summary>
    public static IReadOnlyList<DisassembledMethod> Parse(IEnumerable<string> listing)
    {
        List<DisassembledMethod> methods = [];
        string? name = null;
        List<string> instructions = [];
        Dictionary<string, int> labels = [];
        foreach (string line in listing)
        {
            if (Header().Match(line) is { Success: true } header)
            {
                Finish();
                name = header.Groups[1].Value;
            }
            else if (Label().Match(line) is { Success: true } label)
            {
                labels[label.Groups[1].Value] = instructions.Count;
            }
            else if (name is not null && Instruction().IsMatch(line))
            {
                instructions.Add(line.Split(';')[0].Trim());
            }
        }

        Finish();
        return methods;

        void Finish()
        {
            if (name is not null)
            {
                methods.Add(new DisassembledMethod(name, instructions, labels));
                (instructions, labels) = ([], []);
            }
        }
    }

    /// <summary>The bodies of the innermost loops: from the target of a backward jump to the jump, where no other such body lies inside.</summary>
    public IReadOnlyList<IReadOnlyList<string>> InnermostLoops()
    {
        List<(int First, int Last)> loops = [];
        for (int i = 0; i < Instructions.Count; i++)
        {
            if (Jump().Match(Instructions[i]) is { Success: true } jump && Labels.TryGetValue(jump.Groups[1].Value, out int target) && target <= i)
            {
                loops.Add((target, i));
            }
        }

        return [.. loops
            .Where(loop => !loops.Any(other => other != loop && other.First >= loop.First && other.Last <= loop.Last))
            .Select(loop => Instructions.Skip(loop.First).Take(loop.Last - loop.First + 1).ToArray())];
    }

    [GeneratedRegex(@"^; Assembly listing for method (?:\S+\.)?([^\s.(]+:[^\s(]+)")]
    private static partial Regex Header();

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s+[a-z]\w*")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"^j\w+\s+(?:SHORT |NEAR )?(G_M\w+)")]
    private static partial Regex Jump();
}
