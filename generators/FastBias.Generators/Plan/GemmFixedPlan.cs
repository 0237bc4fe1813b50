namespace FastBias.Generators;

/// <summary>A product of one fixed shape, or a matrix times a vector: what of it becomes a constant of the template.</summary>
internal static class GemmFixedPlan
{
    /// <summary>Elements that are not next to each other are inserted into their vectors one by one; more such vectors than this stay in a loop.</summary>
    private const int MaxGathers = 8;

    /// <summary>More loads, blends and spreads of runs than this are not all inlined: 200 were, 384 were not.</summary>
    private const int MaxCalls = 200;

    /// <summary>Kernels of at most so many bytes become part of their callers, a tenth to three quarters faster; of larger ones the compiler left calls in the middle.</summary>
    private const int MaxInlined = 1300;

    public static KernelPlan For(KernelDeclaration declaration)
    {
        Problem problem = declaration.Template == "GemvFixed" ? Problem.OfVector(declaration) : Problem.OfMatrices(declaration);
        Operand[] operands = [problem.A, problem.B, problem.C];
        return new(
            declaration,
            new(IsaModel.All.Select(isa => Expand(declaration, problem, isa))),
            new(new(operands), 0, InPlace: false, "", declaration.Options.Batch));
    }

    private static Expansion Expand(KernelDeclaration declaration, Problem problem, IsaModel isa)
    {
        FixedOptions options = declaration.Options;
        GemmFixedShape[] shapes = GemmFixedShape.BestFirst(
            problem.M, problem.N, problem.K, problem.TransposeA, problem.TransposeB, problem.A.Stride, options.Accumulate, declaration.Element, isa).ToArray();
        GemmFixedShape? unrolled = shapes.FirstOrDefault(shape =>
            (!problem.TransposeB || shape.Count == 1 || problem.K * shape.LoadsOfB <= MaxGathers)
            && shape.Calls(problem.K) <= MaxCalls && shape.BudgetOf(problem.K, options.Accumulate).Fits(isa));
        GemmFixedShape shape = unrolled ?? shapes.First(other => other.Steps == 1);
        bool keep = unrolled is null;
        Variant run = new(
            "Run", 0,
            new(
            [
                new("Rows", problem.M), new("Columns", problem.N), new("Tail", shape.Tail), new("Depth", problem.K),
                new("RowsPerTile", shape.RowsPerTile), new("VectorsPerTile", shape.VectorsPerTile),
                new("RowsPerVector", shape.RowsPerVector), new("Lanes", shape.Lanes), new("Steps", shape.Steps), new("Packed", shape.Packed ? 1 : 0),
                new("StrideA", problem.A.Stride), new("StrideB", problem.B.Stride), new("StrideC", problem.C.Stride),
                new("EndA", keep ? 0 : problem.A.Size),
                new("EndB", keep ? 0 : problem.B.Size),
                new("EndC", options.Accumulate || !shape.HoldsRows || problem.C.HasGaps ? 0 : problem.C.Size),
                new("TransposeA", problem.TransposeA ? 1 : 0), new("TransposeB", problem.TransposeB ? 1 : 0),
                new("Accumulate", options.Accumulate ? 1 : 0), new("Negate", options.Negate ? 1 : 0),
            ]),
            keep ? new(["p"]) : default);
        Budget budget = shape.BudgetOf(keep ? 1 : problem.K, options.Accumulate);
        return new(
            $"{declaration.MangledName}_{isa.Name}",
            "GemmFixed", isa, shape.Vector, declaration.Element,
            shape.ToString(), "",
            new([run]), budget,
            // Without tiers the compiler sees all branches of the choice: two of them it inlines well, and narrower ones take longer than a call in any case.
            Inlined: keep || budget.IlBytes > MaxInlined ? false : isa.Bits >= 256 ? true : null);
    }

    /// <summary>A product in the template's terms: C (M x N) from A and B as they are stored.</summary>
    private sealed record Problem(int M, int N, int K, bool TransposeA, bool TransposeB, Operand A, Operand B, Operand C)
    {
        public static Problem OfMatrices(KernelDeclaration declaration)
        {
            (int m, int n, int k) = (declaration.Rows, declaration.Columns, declaration.Depth);
            FixedOptions options = declaration.Options;
            return new(
                m, n, k, options.TransposeA, options.TransposeB,
                Stored(0, options.TransposeA ? (k, m) : (m, k), options.StrideA, written: false),
                Stored(1, options.TransposeB ? (n, k) : (k, n), options.StrideB, written: false),
                Stored(2, (m, n), options.StrideC, written: true));
        }

        /// <summary>y = A·x is a product with one column; y = Aᵀ·x is the row xᵀ·A, whose vectors run along the rows of A.</summary>
        public static Problem OfVector(KernelDeclaration declaration)
        {
            (int m, int n) = (declaration.Rows, declaration.Columns);
            Operand matrix = Stored(0, (m, n), declaration.Options.StrideA, written: false);
            return declaration.Options.TransposeA
                ? new(1, n, m, false, false, Stored(1, (1, m), 0, written: false), matrix, Stored(2, (1, n), 0, written: true))
                : new(m, 1, n, false, false, matrix, Stored(1, (n, 1), 0, written: false), Stored(2, (m, 1), 0, written: true));
        }

        private static Operand Stored(int parameter, (int Rows, int Columns) shape, int stride, bool written) =>
            new(parameter, shape.Rows, shape.Columns, stride == 0 ? shape.Columns : stride, written);
    }
}
