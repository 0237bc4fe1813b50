namespace FastBias.Generators;

/// <summary>A factorization of one fixed shape: one matrix on one lane, a batch of them with a matrix in each lane.</summary>
/// <remarks>
/// Every element goes through the same operations in the same order whatever its neighbours are, so the lanes of a batch have the bits of the single kernel.
/// What is left over when a batch has filled its widest vectors goes to the next narrower ones, and the last matrix to one lane.
/// </remarks>
internal static class FactorFixedPlan
{
    /// <summary>The loops over matrices' elements that load and store them; they stay loops, for unrolled they only grow.</summary>
    private static readonly string[] Transfers = ["row", "column"];

    public static KernelPlan For(KernelDeclaration declaration)
    {
        bool batch = declaration.Options.Batch;
        IEnumerable<IsaModel> levels = batch ? IsaModel.All : [IsaModel.Scalar];
        return new(declaration, new(levels.Select(isa => Expand(declaration, isa))), EntryOf(declaration));
    }

    private static Entry EntryOf(KernelDeclaration declaration)
    {
        (int m, int n) = (declaration.Rows, declaration.Columns);
        int few = Math.Min(m, n);
        bool batch = declaration.Options.Batch;
        return declaration.Template switch
        {
            "CholeskyFixed" => new(new([Whole(0, n, n, true)]), n * n, InPlace: true, ">= 0", batch),
            "QrFixed" => new(new([Whole(0, m, n, true), Whole(1, few, 1, true)]), m * n, InPlace: true, "", batch),
            _ => new(
                new([Whole(0, m, n, false), Whole(1, m, few, true), Whole(2, few, 1, true), Whole(3, few, n, true)]),
                (m + n) * few, InPlace: false, "< 0", batch),
        };
    }

    private static Operand Whole(int parameter, int rows, int columns, bool written) => new(parameter, rows, columns, columns, written);

    private static Expansion Expand(KernelDeclaration declaration, IsaModel isa)
    {
        (Constant[] constants, int steps, string[] loops, int registers, int rolled) = Size(declaration);
        int count = isa.Count(declaration.Element), few = Math.Min(declaration.Rows, declaration.Columns), pairs = few * (few - 1) / 2;
        Budget unrolled = new(registers, MaxLocals + (declaration.Template == "SvdFixed" ? LocalsOfPair * pairs : 0), IlBytesOf(steps), FlopsPerLoad: 1);
        bool keep = count == 1 ? steps > MaxStepsOnOneLane : !unrolled.Fits(isa);
        string[] kept = !keep ? loops : count == 1 ? [.. loops, "i", "j", "k", "p"] : [.. loops, Planner.MainLoop(declaration.Template)];
        string lanes = count == 1 ? "one lane" : $"{count} matrices side by side";
        return new(
            $"{declaration.MangledName}_{isa.Name}",
            declaration.Template, isa, isa, declaration.Element,
            $"{declaration.Rows}x{declaration.Columns}, {lanes}, {(keep ? "loops kept" : "unrolled")}", "",
            new([new Variant("Run", 0, new(constants), new(kept))]),
            keep ? unrolled with { IlBytes = IlBytesOf(rolled), Locals = MaxLocals } : unrolled,
            count);
    }

    /// <summary>An operation on one lane is a call that the JIT compiler inlines, and it stops inlining above some hundreds in a method.</summary>
    private const int MaxStepsOnOneLane = 40;

    /// <summary>Ten are more than any matrix of this size was seen to need.</summary>
    private const int MaxSweeps = 40;

    /// <summary>The locals of the largest template, its loops kept; blocks that follow one another share most of theirs.</summary>
    private const int MaxLocals = 110;

    /// <summary>The locals that one more pair of columns adds.</summary>
    private const int LocalsOfPair = 20;

    /// <summary>A step is one arithmetic operation with its loads, its store and their offsets.</summary>
    private static int IlBytesOf(int steps) => 1600 + (steps * 56);

    /// <summary>The constants, the steps of the unrolled main loop, the loops that are never unrolled, the live registers, and the steps of the rolled one.</summary>
    private static (Constant[] Constants, int Steps, string[] Loops, int Registers, int Rolled) Size(KernelDeclaration declaration)
    {
        (int m, int n) = (declaration.Rows, declaration.Columns);
        (int tall, int few) = (Math.Max(m, n), Math.Min(m, n));
        switch (declaration.Template)
        {
            case "CholeskyFixed":
                return ([new("Order", n)], (n * (n + 1) * (n + 2) / 6) + (12 * n), Transfers, 6, n + 40);
            case "QrFixed":
                int reflections = Math.Min(m - 1, n);
                int steps = Enumerable.Range(0, Math.Max(0, reflections)).Sum(k => 24 + ((m - k) * (4 + (3 * (n - k - 1)))));
                return ([new("Rows", m), new("Columns", n)], steps, Transfers, 12, 60);
            default:
                int pair = 44 + (5 * tall) + (6 * (tall + few));
                int last = 60 + (6 * tall);
                return (
                    [new("Rows", m), new("Columns", n), new("Tall", tall), new("Short", few), new("MaxSweeps", MaxSweeps)],
                    last + (few * (few - 1) / 2 * pair), [.. Transfers, "j", "pass"], 14, last + pair);
        }
    }
}
