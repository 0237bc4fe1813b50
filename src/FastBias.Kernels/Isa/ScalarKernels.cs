namespace FastBias.Kernels;

/// <summary>The double kernels of Scalar: one element at a time: what every other ISA has to equal, bit for bit.</summary>
internal static unsafe partial class ScalarDouble
{
    [GemmTile(Isa.Scalar, Rows = 4, Columns = 3)]
    internal static partial void GemmTile(GemmTileCall<double>* call);

    [VectorKernel(KernelTemplate.GemmTiny, Isa.Scalar, Rows = 4, Columns = 3)]
    internal static partial delegate*<nuint, double*, nint, double*, double*, nint, double, double, void> GemmTiny(nuint shape);

    [VectorKernel(KernelTemplate.GemmShort, Isa.Scalar)]
    internal static partial void GemmShort(nuint m, nuint columns, nuint depth, double* a, nint aRow, nint aStep, double* panel, double* c, nint cRow, double alpha, double beta);

    [VectorKernel(KernelTemplate.GemmTurned, Isa.Scalar)]
    internal static partial void GemmTurned(nuint rows, nuint columns, nuint depth, double* a, double* b, nint bColumn, double* sums, nint sumsRow);

    [VectorKernel(KernelTemplate.Dot, Isa.Scalar)]
    internal static partial double Dot(nuint n, double* x, double* y);

    [VectorKernel(KernelTemplate.SumOfSquares, Isa.Scalar)]
    internal static partial double SumOfSquares(nuint n, double* x, double scale);

    [VectorKernel(KernelTemplate.MaxAbs, Isa.Scalar)]
    internal static partial double MaxAbs(nuint n, double* x);

    [VectorKernel(KernelTemplate.Axpy, Isa.Scalar)]
    internal static partial void Axpy(nuint n, double alpha, double* x, double* y);

    [VectorKernel(KernelTemplate.Scale, Isa.Scalar)]
    internal static partial void Scale(nuint n, double alpha, double* x);

    [VectorKernel(KernelTemplate.GramPair, Isa.Scalar)]
    internal static partial void GramPair(nuint n, double* x, double* y, double* gram);

    [VectorKernel(KernelTemplate.RotatePair, Isa.Scalar)]
    internal static partial void RotatePair(nuint n, double cosine, double sine, double* x, double* y);

    [VectorKernel(KernelTemplate.JacobiSweep, Isa.Scalar)]
    internal static partial double JacobiSweep(
        nuint count, nuint rounds, nuint pairs, int* schedule, nuint blocks, nuint all, nint stride, double tolerance, double* vectors, double* squares, double* work);

    [VectorKernel(KernelTemplate.ReflectVector, Isa.Scalar)]
    internal static partial void ReflectVector(nuint n, double tau, double* v, double* x);

    [VectorKernel(KernelTemplate.ReflectRows, Isa.Scalar)]
    internal static partial void ReflectRows(nuint m, nuint columns, double tau, double* v, double* a, nint aRow, double* w);

    [VectorKernel(KernelTemplate.ReflectPanel, Isa.Scalar)]
    internal static partial void ReflectPanel(nuint m, nuint columns, nuint finished, nuint head, double factor, double next, double* v, double* x, nint step, double* a, nint aRow, double* s);

    [VectorKernel(KernelTemplate.ReflectColumn, Isa.Scalar)]
    internal static partial double ReflectColumn(nuint n, nuint finished, double scale, double factor, double* v, double* x);

    [VectorKernel(KernelTemplate.ReflectColumns, Isa.Scalar)]
    internal static partial void ReflectColumns(nuint n, nuint columns, double* v, double* x, double* a, nint step, double* w);

    [VectorKernel(KernelTemplate.ScaleColumns, Isa.Scalar)]
    internal static partial void ScaleColumns(nuint m, nuint columns, double* factor, double* a, nint aRow);

    [VectorKernel(KernelTemplate.RankUpdate, Isa.Scalar)]
    internal static partial void RankUpdate(nuint m, nuint columns, double* v, nint vRow, double* w, nint wRow, double* a, nint aRow);

    [VectorKernel(KernelTemplate.RotateChain, Isa.Scalar)]
    internal static partial void RotateChain(nuint count, nuint columns, double* rotations, double* a, nint aRow);

    [VectorKernel(KernelTemplate.PoleSums, Isa.Scalar)]
    internal static partial void PoleSums(nuint n, double* poles, double* weights, double at, double* sums);

    [VectorKernel(KernelTemplate.Quotients, Isa.Scalar)]
    internal static partial void Quotients(nuint n, double* x, double* z, double shift, double* y);

    [VectorKernel(KernelTemplate.GemvRows, Isa.Scalar, Rows = 1)]
    internal static partial void GemvRows(nuint m, nuint n, double* a, nint aRow, double* x, double* y, double alpha, double beta);

    [VectorKernel(KernelTemplate.GemvColumns, Isa.Scalar)]
    internal static partial void GemvColumns(nuint m, nuint n, double* a, nint aRow, double* x, double* w, double keep);

    [VectorKernel(KernelTemplate.GemvLines, Isa.Scalar)]
    internal static partial void GemvLines(nuint lines, nuint m, nuint n, double* a, nint aRow, double* x, double* w);

    [VectorKernel(KernelTemplate.PackPanel, Isa.Scalar, Columns = 3)]
    internal static partial void PackPanel(nuint depth, nuint panels, double* source, nint row, double* panel);

    [VectorKernel(KernelTemplate.CopyRows, Isa.Scalar)]
    internal static partial void CopyRows(nuint rows, nuint columns, double* source, nint row, double* destination, nint step);

    [VectorKernel(KernelTemplate.Transpose, Isa.Scalar)]
    internal static partial void Transpose(nuint rows, nuint columns, double* source, nint row, double* destination, nint step);

    [VectorKernel(KernelTemplate.FmaPeak, Isa.Scalar)]
    internal static partial double FmaPeak(nuint rounds);

    /// <summary>These kernels and their block sizes.</summary>
    internal static readonly KernelTable<double> Table = new(Isa.Scalar, tileRows: 4, tileColumns: 3)
    {
        StripeColumns = 2,
        GemvRowCount = 1,
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
        GemvRow = &GemvRows,
        GemvColumns = &GemvColumns,
        GemvLines = &GemvLines,
        PackPanel = &PackPanel,
        CopyRows = &CopyRows,
        Transpose = &Transpose,
        FmaPeak = &FmaPeak,
    };
}

/// <summary>The float kernels of Scalar: one element at a time: what every other ISA has to equal, bit for bit.</summary>
internal static unsafe partial class ScalarSingle
{
    [GemmTile(Isa.Scalar, Rows = 4, Columns = 3)]
    internal static partial void GemmTile(GemmTileCall<float>* call);

    [VectorKernel(KernelTemplate.GemmTiny, Isa.Scalar, Rows = 4, Columns = 3)]
    internal static partial delegate*<nuint, float*, nint, float*, float*, nint, float, float, void> GemmTiny(nuint shape);

    [VectorKernel(KernelTemplate.GemmShort, Isa.Scalar)]
    internal static partial void GemmShort(nuint m, nuint columns, nuint depth, float* a, nint aRow, nint aStep, float* panel, float* c, nint cRow, float alpha, float beta);

    [VectorKernel(KernelTemplate.GemmTurned, Isa.Scalar)]
    internal static partial void GemmTurned(nuint rows, nuint columns, nuint depth, float* a, float* b, nint bColumn, float* sums, nint sumsRow);

    [VectorKernel(KernelTemplate.Dot, Isa.Scalar)]
    internal static partial float Dot(nuint n, float* x, float* y);

    [VectorKernel(KernelTemplate.SumOfSquares, Isa.Scalar)]
    internal static partial float SumOfSquares(nuint n, float* x, float scale);

    [VectorKernel(KernelTemplate.MaxAbs, Isa.Scalar)]
    internal static partial float MaxAbs(nuint n, float* x);

    [VectorKernel(KernelTemplate.Axpy, Isa.Scalar)]
    internal static partial void Axpy(nuint n, float alpha, float* x, float* y);

    [VectorKernel(KernelTemplate.Scale, Isa.Scalar)]
    internal static partial void Scale(nuint n, float alpha, float* x);

    [VectorKernel(KernelTemplate.GramPair, Isa.Scalar)]
    internal static partial void GramPair(nuint n, float* x, float* y, float* gram);

    [VectorKernel(KernelTemplate.RotatePair, Isa.Scalar)]
    internal static partial void RotatePair(nuint n, float cosine, float sine, float* x, float* y);

    [VectorKernel(KernelTemplate.JacobiSweep, Isa.Scalar)]
    internal static partial float JacobiSweep(
        nuint count, nuint rounds, nuint pairs, int* schedule, nuint blocks, nuint all, nint stride, float tolerance, float* vectors, float* squares, float* work);

    [VectorKernel(KernelTemplate.ReflectVector, Isa.Scalar)]
    internal static partial void ReflectVector(nuint n, float tau, float* v, float* x);

    [VectorKernel(KernelTemplate.ReflectRows, Isa.Scalar)]
    internal static partial void ReflectRows(nuint m, nuint columns, float tau, float* v, float* a, nint aRow, float* w);

    [VectorKernel(KernelTemplate.ReflectPanel, Isa.Scalar)]
    internal static partial void ReflectPanel(nuint m, nuint columns, nuint finished, nuint head, float factor, float next, float* v, float* x, nint step, float* a, nint aRow, float* s);

    [VectorKernel(KernelTemplate.ReflectColumn, Isa.Scalar)]
    internal static partial float ReflectColumn(nuint n, nuint finished, float scale, float factor, float* v, float* x);

    [VectorKernel(KernelTemplate.ReflectColumns, Isa.Scalar)]
    internal static partial void ReflectColumns(nuint n, nuint columns, float* v, float* x, float* a, nint step, float* w);

    [VectorKernel(KernelTemplate.ScaleColumns, Isa.Scalar)]
    internal static partial void ScaleColumns(nuint m, nuint columns, float* factor, float* a, nint aRow);

    [VectorKernel(KernelTemplate.RankUpdate, Isa.Scalar)]
    internal static partial void RankUpdate(nuint m, nuint columns, float* v, nint vRow, float* w, nint wRow, float* a, nint aRow);

    [VectorKernel(KernelTemplate.RotateChain, Isa.Scalar)]
    internal static partial void RotateChain(nuint count, nuint columns, float* rotations, float* a, nint aRow);

    [VectorKernel(KernelTemplate.PoleSums, Isa.Scalar)]
    internal static partial void PoleSums(nuint n, float* poles, float* weights, float at, float* sums);

    [VectorKernel(KernelTemplate.Quotients, Isa.Scalar)]
    internal static partial void Quotients(nuint n, float* x, float* z, float shift, float* y);

    [VectorKernel(KernelTemplate.GemvRows, Isa.Scalar, Rows = 1)]
    internal static partial void GemvRows(nuint m, nuint n, float* a, nint aRow, float* x, float* y, float alpha, float beta);

    [VectorKernel(KernelTemplate.GemvColumns, Isa.Scalar)]
    internal static partial void GemvColumns(nuint m, nuint n, float* a, nint aRow, float* x, float* w, float keep);

    [VectorKernel(KernelTemplate.GemvLines, Isa.Scalar)]
    internal static partial void GemvLines(nuint lines, nuint m, nuint n, float* a, nint aRow, float* x, float* w);

    [VectorKernel(KernelTemplate.PackPanel, Isa.Scalar, Columns = 3)]
    internal static partial void PackPanel(nuint depth, nuint panels, float* source, nint row, float* panel);

    [VectorKernel(KernelTemplate.CopyRows, Isa.Scalar)]
    internal static partial void CopyRows(nuint rows, nuint columns, float* source, nint row, float* destination, nint step);

    [VectorKernel(KernelTemplate.Transpose, Isa.Scalar)]
    internal static partial void Transpose(nuint rows, nuint columns, float* source, nint row, float* destination, nint step);

    [VectorKernel(KernelTemplate.FmaPeak, Isa.Scalar)]
    internal static partial float FmaPeak(nuint rounds);

    /// <summary>These kernels and their block sizes.</summary>
    internal static readonly KernelTable<float> Table = new(Isa.Scalar, tileRows: 4, tileColumns: 3)
    {
        StripeColumns = 2,
        GemvRowCount = 1,
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
        GemvRow = &GemvRows,
        GemvColumns = &GemvColumns,
        GemvLines = &GemvLines,
        PackPanel = &PackPanel,
        CopyRows = &CopyRows,
        Transpose = &Transpose,
        FmaPeak = &FmaPeak,
    };
}
