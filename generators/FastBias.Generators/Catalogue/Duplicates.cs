namespace FastBias.Generators;

/// <summary>What several declarations would write; normally nothing, so that no plan is affected by another.</summary>
/// <param name="Methods">Methods with two declarations (the compiler rejects them): nothing is written for either.</param>
/// <param name="Classes">Kernels of the library with two declarations (FB0007): class and method, of all but the first.</param>
internal sealed record Duplicates(EquatableArray<string> Methods, EquatableArray<string> Classes)
{
    public static Duplicates Of(IEnumerable<KernelPlan> plans)
    {
        KernelPlan[] all = plans.ToArray();
        return new(
            new(all.GroupBy(plan => plan.Declaration.MangledName).Where(same => same.Count() > 1).Select(same => same.Key)),
            new(all.SelectMany(plan => plan.Expansions.Select(expansion => (expansion.ClassName, Key: Key(expansion, plan))))
                .GroupBy(pair => pair.ClassName).SelectMany(same => same.Skip(1)).Select(pair => pair.Key)));
    }

    /// <summary>Whether the class comes from an earlier declaration of the same kernel.</summary>
    public bool IsWrittenElsewhere(Expansion expansion, KernelPlan plan) => Classes.Contains(Key(expansion, plan));

    private static string Key(Expansion expansion, KernelPlan plan) => expansion.ClassName + " " + plan.Declaration.MangledName;
}
