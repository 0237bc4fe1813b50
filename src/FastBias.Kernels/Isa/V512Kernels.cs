namespace FastBias.Kernels;

/// <summary>The double kernels of V512: 512-bit vectors: 24 accumulators, 3 vectors of B, 1 broadcast of A, of 32 registers.</summary>
internal static unsafe partial class V512Double
{
    [GemmTile(Isa.V512, Rows = 8, Columns = 24)]
    internal static partial void GemmTile(GemmTileCall<double>* call);

    [VectorKernel(KernelTemplate.GemmTiny, Isa.V512, Rows = 8, Columns = 24)]
    internal static partial delegate*<nuint, double*, nint, double*, double*, nint, double, double, void> GemmTiny(nuint shape);

    [VectorKernel(KernelTemplate.GemmShort, Isa.V512)]
    internal static partial void GemmShort(nuint m, nuint columns, nuint depth, double* a, nint aRow, nint aStep, double* panel, double* c, nint cRow, double alpha, double beta);

    [VectorKernel(KernelTemplate.GemmTurned, Isa.V512)]
    internal static partial void GemmTurned(nuint rows, nuint columns, nuint depth, double* a, double* b, nint bColumn, double* sums, nint sumsRow);

    [VectorKernel(KernelTemplate.Dot, Isa.V512)]
    internal static partial double Dot(nuint n, double* x, double* y);

    [VectorKernel(KernelTemplate.SumOfSquares, Isa.V512)]
    internal static partial double SumOfSquares(nuint n, double* x, double scale);

    [VectorKernel(KernelTemplate.MaxAbs, Isa.V512)]
    internal static partial double MaxAbs(nuint n, double* x);

    [VectorKernel(KernelTemplate.Axpy, Isa.V512)]
    internal static partial void Axpy(nuint n, double alpha, double* x, double* y);

    [VectorKernel(KernelTemplate.Scale, Isa.V512)]
    internal static partial void Scale(nuint n, double alpha, double* x);

    [VectorKernel(KernelTemplate.GramPair, Isa.V512)]
    internal static partial void GramPair(nuint n, double* x, double* y, double* gram);

    [VectorKernel(KernelTemplate.RotatePair, Isa.V512)]
    internal static partial void RotatePair(nuint n, double cosine, double sine, double* x, double* y);

    [VectorKernel(KernelTemplate.JacobiSweep, Isa.V512)]
    internal static partial double JacobiSweep(
        nuint count, nuint rounds, nuint pairs, int* schedule, nuint blocks, nuint all, nint stride, double tolerance, double* vectors, double* squares, double* work);

    [VectorKernel(KernelTemplate.ReflectVector, Isa.V512)]
    internal static partial void ReflectVector(nuint n, double tau, double* v, double* x);

    [VectorKernel(KernelTemplate.ReflectRows, Isa.V512)]
    internal static partial void ReflectRows(nuint m, nuint columns, double tau, double* v, double* a, nint aRow, double* w);

    [VectorKernel(KernelTemplate.ReflectPanel, Isa.V512)]
    internal static partial void ReflectPanel(nuint m, nuint columns, nuint finished, nuint head, double factor, double next, double* v, double* x, nint step, double* a, nint aRow, double* s);

    [VectorKernel(KernelTemplate.ReflectColumn, Isa.V512)]
    internal static partial double ReflectColumn(nuint n, nuint finished, double scale, double factor, double* v, double* x);

    [VectorKernel(KernelTemplate.ReflectColumns, Isa.V512)]
    internal static partial void ReflectColumns(nuint n, nuint columns, double* v, double* x, double* a, nint step, double* w);

    [VectorKernel(KernelTemplate.ScaleColumns, Isa.V512)]
    internal static partial void ScaleColumns(nuint m, nuint columns, double* factor, double* a, nint aRow);

    [VectorKernel(KernelTemplate.RankUpdate, Isa.V512)]
    internal static partial void RankUpdate(nuint m, nuint columns, double* v, nint vRow, double* w, nint wRow, double* a, nint aRow);

    [VectorKernel(KernelTemplate.RotateChain, Isa.V512)]
    internal static partial void RotateChain(nuint count, nuint columns, double* rotations, double* a, nint aRow);

    [VectorKernel(KernelTemplate.PoleSums, Isa.V512)]
    internal static partial void PoleSums(nuint n, double* poles, double* weights, double at, double* sums);

    [VectorKernel(KernelTemplate.Quotients, Isa.V512)]
    internal static partial void Quotients(nuint n, double* x, double* z, double shift, double* y);

    [VectorKernel(KernelTemplate.GemvRows, Isa.V512, Rows = 4)]
    internal static partial void GemvRows(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);

    [VectorKernel(KernelTemplate.GemvRows, Isa.V512, Rows = 1)]
    internal static partial void GemvRow(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);

    [VectorKernel(KernelTemplate.GemvColumns, Isa.V512)]
    internal static partial void GemvColumns(nuint m, nuint n, double* a, nint aRow, double* x, double* w, double keep);

    [VectorKernel(KernelTemplate.GemvLines, Isa.V512)]
    internal static partial void GemvLines(nuint lines, nuint m, nuint n, double* a, nint aRow, double* x, double* w);

    [VectorKernel(KernelTemplate.PackPanel, Isa.V512, Columns = 24)]
    internal static partial void PackPanel(nuint depth, nuint panels, double* source, nint row, double* panel);

    [VectorKernel(KernelTemplate.CopyRows, Isa.V512)]
    internal static partial void CopyRows(nuint rows, nuint columns, double* source, nint row, double* destination, nint step);

    [VectorKernel(KernelTemplate.Transpose, Isa.V512)]
    internal static partial void Transpose(nuint rows, nuint columns, double* source, nint row, double* destination, nint step);

    [VectorKernel(KernelTemplate.FmaPeak, Isa.V512)]
    internal static partial double FmaPeak(nuint rounds);

    /// <summary>These kernels and their block sizes.</summary>
    internal static readonly KernelTable<double> Table = new(Isa.V512, tileRows: 8, tileColumns: 24)
    {
        Narrower = V256Double.Table,
        StripeColumns = 32,
        GemvRowCount = 4,
        GemmTile = &GemmTile,
        GemmTiny = &GemmTiny,
        GemmShort = &GemmShort,
        GemmTurned = &GemmTurned,
        Dot = &Dot,
        SumOfSquares = &SumOfSquares,
        MaxAbs = &MaxAbs,
        Axpy = &Axpy,
        Scale = &Scale,
        GramPair = &GramPair,
        RotatePair = &RotatePair,
        JacobiSweep = &JacobiSweep,
        ReflectVector = &ReflectVector,
        ReflectRows = &ReflectRows,
        ReflectPanel = &ReflectPanel,
        ReflectColumn = &ReflectColumn,
        ReflectColumns = &ReflectColumns,
        ScaleColumns = &ScaleColumns,
        RankUpdate = &RankUpdate,
        RotateChain = &RotateChain,
        PoleSums = &PoleSums,
        Quotients = &Quotients,
        GemvRows = &GemvRows,
        GemvRow = &GemvRow,
        GemvColumns = &GemvColumns,
        GemvLines = &GemvLines,
        PackPanel = &PackPanel,
        CopyRows = &CopyRows,
        Transpose = &Transpose,
        FmaPeak = &FmaPeak,
    };
}

/// <summary>The float kernels of V512: 512-bit vectors: 24 accumulators, 3 vectors of B, 1 broadcast of A, of 32 registers.</summary>
internal static unsafe partial class V512Single
{
    [GemmTile(Isa.V512, Rows = 8, Columns = 48)]
    internal static partial void GemmTile(GemmTileCall<float>* call);

    [VectorKernel(KernelTemplate.GemmTiny, Isa.V512, Rows = 8, Columns = 48)]
    internal static partial delegate*<nuint, float*, nint, float*, float*, nint, float, float, void> GemmTiny(nuint shape);

    [VectorKernel(KernelTemplate.GemmShort, Isa.V512)]
    internal static partial void GemmShort(nuint m, nuint columns, nuint depth, float* a, nint aRow, nint aStep, float* panel, float* c, nint cRow, float alpha, float beta);

    [VectorKernel(KernelTemplate.GemmTurned, Isa.V512)]
    internal static partial void GemmTurned(nuint rows, nuint columns, nuint depth, float* a, float* b, nint bColumn, float* sums, nint sumsRow);

    [VectorKernel(KernelTemplate.Dot, Isa.V512)]
    internal static partial float Dot(nuint n, float* x, float* y);

    [VectorKernel(KernelTemplate.SumOfSquares, Isa.V512)]
    internal static partial float SumOfSquares(nuint n, float* x, float scale);

    [VectorKernel(KernelTemplate.MaxAbs, Isa.V512)]
    internal static partial float MaxAbs(nuint n, float* x);

    [VectorKernel(KernelTemplate.Axpy, Isa.V512)]
    internal static partial void Axpy(nuint n, float alpha, float* x, float* y);

    [VectorKernel(KernelTemplate.Scale, Isa.V512)]
    internal static partial void Scale(nuint n, float alpha, float* x);

    [VectorKernel(KernelTemplate.GramPair, Isa.V512)]
    internal static partial void GramPair(nuint n, float* x, float* y, float* gram);

    [VectorKernel(KernelTemplate.RotatePair, Isa.V512)]
    internal static partial void RotatePair(nuint n, float cosine, float sine, float* x, float* y);

    [VectorKernel(KernelTemplate.JacobiSweep, Isa.V512)]
    internal static partial float JacobiSweep(
        nuint count, nuint rounds, nuint pairs, int* schedule, nuint blocks, nuint all, nint stride, float tolerance, float* vectors, float* squares, float* work);

    [VectorKernel(KernelTemplate.ReflectVector, Isa.V512)]
    internal static partial void ReflectVector(nuint n, float tau, float* v, float* x);

    [VectorKernel(KernelTemplate.ReflectRows, Isa.V512)]
    internal static partial void ReflectRows(nuint m, nuint columns, float tau, float* v, float* a, nint aRow, float* w);

    [VectorKernel(KernelTemplate.ReflectPanel, Isa.V512)]
    internal static partial void ReflectPanel(nuint m, nuint columns, nuint finished, nuint head, float factor, float next, float* v, float* x, nint step, float* a, nint aRow, float* s);

    [VectorKernel(KernelTemplate.ReflectColumn, Isa.V512)]
    internal static partial float ReflectColumn(nuint n, nuint finished, float scale, float factor, float* v, float* x);

    [VectorKernel(KernelTemplate.ReflectColumns, Isa.V512)]
    internal static partial void ReflectColumns(nuint n, nuint columns, float* v, float* x, float* a, nint step, float* w);

    [VectorKernel(KernelTemplate.ScaleColumns, Isa.V512)]
    internal static partial void ScaleColumns(nuint m, nuint columns, float* factor, float* a, nint aRow);

    [VectorKernel(KernelTemplate.RankUpdate, Isa.V512)]
    internal static partial void RankUpdate(nuint m, nuint columns, float* v, nint vRow, float* w, nint wRow, float* a, nint aRow);

    [VectorKernel(KernelTemplate.RotateChain, Isa.V512)]
    internal static partial void RotateChain(nuint count, nuint columns, float* rotations, float* a, nint aRow);

    [VectorKernel(KernelTemplate.PoleSums, Isa.V512)]
    internal static partial void PoleSums(nuint n, float* poles, float* weights, float at, float* sums);

    [VectorKernel(KernelTemplate.Quotients, Isa.V512)]
    internal static partial void Quotients(nuint n, float* x, float* z, float shift, float* y);

    [VectorKernel(KernelTemplate.GemvRows, Isa.V512, Rows = 4)]
    internal static partial void GemvRows(nuint m, nuint n, float* a, nint aRow, float* x, float* y, float alpha, float beta);

    [VectorKernel(KernelTemplate.GemvRows, Isa.V512, Rows = 1)]
    internal static partial void GemvRow(nuint m, nuint n, float* a, nint aRow, float* x, float* y, float alpha, float beta);

    [VectorKernel(KernelTemplate.GemvColumns, Isa.V512)]
    internal static partial void GemvColumns(nuint m, nuint n, float* a, nint aRow, float* x, float* w, float keep);

    [VectorKernel(KernelTemplate.GemvLines, Isa.V512)]
    internal static partial void GemvLines(nuint lines, nuint m, nuint n, float* a, nint aRow, float* x, float* w);

    [VectorKernel(KernelTemplate.PackPanel, Isa.V512, Columns = 48)]
    internal static partial void PackPanel(nuint depth, nuint panels, float* source, nint row, float* panel);

    [VectorKernel(KernelTemplate.CopyRows, Isa.V512)]
    internal static partial void CopyRows(nuint rows, nuint columns, float* source, nint row, float* destination, nint step);

    [VectorKernel(KernelTemplate.Transpose, Isa.V512)]
    internal static partial void Transpose(nuint rows, nuint columns, float* source, nint row, float* destination, nint step);

    [VectorKernel(KernelTemplate.FmaPeak, Isa.V512)]
    internal static partial float FmaPeak(nuint rounds);

    /// <summary>These kernels and their block sizes.</summary>
    internal static readonly KernelTable<float> Table = new(Isa.V512, tileRows: 8, tileColumns: 48)
    {
        Narrower = V256Single.Table,
        StripeColumns = 64,
        GemvRowCount = 4,
        GemmTile = &GemmTile,
        GemmTiny = &GemmTiny,
        GemmShort = &GemmShort,
        GemmTurned = &GemmTurned,
        Dot = &Dot,
        SumOfSquares = &SumOfSquares,
        MaxAbs = &MaxAbs,
        Axpy = &Axpy,
        Scale = &Scale,
        GramPair = &GramPair,
        RotatePair = &RotatePair,
        JacobiSweep = &JacobiSweep,
        ReflectVector = &ReflectVector,
        ReflectRows = &ReflectRows,
        ReflectPanel = &ReflectPanel,
        ReflectColumn = &ReflectColumn,
        ReflectColumns = &ReflectColumns,
        ScaleColumns = &ScaleColumns,
        RankUpdate = &RankUpdate,
        RotateChain = &RotateChain,
        PoleSums = &PoleSums,
        Quotients = &Quotients,
        GemvRows = &GemvRows,
        GemvRow = &GemvRow,
        GemvColumns = &GemvColumns,
        GemvLines = &GemvLines,
        PackPanel = &PackPanel,
        CopyRows = &CopyRows,
        Transpose = &Transpose,
        FmaPeak = &FmaPeak,
    };
}
