namespace FastBias.Generators;

/// <summary>A product of one fixed shape, or a matrix times a vector: the widest vectors that the shape needs, and the register tile with the fewest loads.</summary>
internal static class GemmFixedPlan
{
    /// <summary>Elements that are not next to each other are inserted into their vectors one by one; more such vectors than this stay in a loop.</summary>
    private const int MaxGathers = 8;

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
        (int m, int n, int k) = (problem.M, problem.N, problem.K);
        FixedOptions options = declaration.Options;

        // A vector may be filled in part, but not to half or less: then one of half the width does.
        IsaModel vector = IsaModel.All.Last(level => level.Bits <= isa.Bits && level.Count(declaration.Element) < 2 * n);
        int count = vector.Count(declaration.Element), vectors = Ceiling(n, count);
        (int rows, int width) = Tile(m, vectors, vector.Bits == 512 ? 1 : vectors, isa.Registers);
        int gathers = problem.TransposeB && count > 1 ? k * vectors * Ceiling(m, rows) : 0;
        Budget unrolled = BudgetOf(m, vectors, k, rows, width, options.Accumulate);
        bool keep = gathers > MaxGathers || !unrolled.Fits(isa);
        Variant run = new(
            "Run", 0,
            new(
            [
                new("Rows", m), new("Columns", n), new("Depth", k), new("RowsPerTile", rows), new("VectorsPerTile", width),
                new("StrideA", problem.A.Stride), new("StrideB", problem.B.Stride), new("StrideC", problem.C.Stride),
                new("EndB", keep ? 0 : problem.B.Size),
                new("EndC", options.Accumulate || width < vectors || problem.C.HasGaps ? 0 : problem.C.Size),
                new("TransposeA", problem.TransposeA ? 1 : 0), new("TransposeB", problem.TransposeB ? 1 : 0),
                new("Accumulate", options.Accumulate ? 1 : 0), new("Negate", options.Negate ? 1 : 0),
            ]),
            keep ? new(["p"]) : default);
        return new(
            $"{declaration.MangledName}_{isa.Name}",
            "GemmFixed", isa, vector, declaration.Element,
            $"{m}x{n}x{k} in tiles of {rows} rows x {width} vectors of {count}", "",
            new([run]), keep ? BudgetOf(m, vectors, 1, rows, width, options.Accumulate) : unrolled);
    }

    private static Budget BudgetOf(int m, int vectors, int k, int rows, int width, bool accumulate)
    {
        int rowTiles = Ceiling(m, rows), columnTiles = Ceiling(vectors, width);
        int updates = m * vectors * k;
        int loads = k * ((vectors * rowTiles) + (m * columnTiles));
        return new(
            (rows * width) + width + 1,
            // one variable for the loop that each tile may keep
            (rows * width) + width + 8 + (rowTiles * columnTiles),
            60 + (updates * 20) + (loads * 30) + (m * vectors * (accumulate ? 70 : 40)),
            2.0 * rows * width / (rows + width));
    }

    /// <summary>The tile that loads least in all, then evened out: 13 rows are 7 + 6, not 12 + 1.</summary>
    /// <remarks>
    /// Vectors of 512 bits take their broadcast factor from memory within the multiply-add, as one instruction: a tile is one vector wide, so that no
    /// factor has two uses and none is loaded into a register first. That saves a third of the instructions where the width would be two.
    /// </remarks>
    private static (int Rows, int Vectors) Tile(int m, int vectors, int widest, int registers)
    {
        var best =
            (from width in Enumerable.Range(1, widest)
             from rows in Enumerable.Range(1, m)
             where (rows * width) + width + 1 <= registers
             let tiles = Ceiling(m, rows) * Ceiling(vectors, width)
             orderby (Ceiling(m, rows) * vectors) + (Ceiling(vectors, width) * m), tiles, width
             select (rows, width)).First();
        return (Ceiling(m, Ceiling(m, best.rows)), widest == 1 ? 1 : Ceiling(vectors, Ceiling(vectors, best.width)));
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;

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
