using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastBias.Kernels;

/// <summary>The lower triangle of AᵀA on one thread, where the panels of B serve as the slivers of its transpose: nothing is copied a second time.</summary>
/// <remarks>
/// Some rows of a column of tiles are as many columns of one panel, and a tile reads them there, a line of the panel apart from step to step.
/// The panels of all columns are kept; blocks of them go from the right to the left, each from the bottom up, so that a row of tiles finds its panel packed:
/// <code>
///     6
///     5   3            the order of the squares where a block is one panel
///     4   2   1
/// </code>
/// The very first row of tiles reads A where it lies, and leaves the panels of its block; the first one of each further block leaves those of that.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
internal static unsafe class GramProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many pieces of what is read next a row of tiles asks for: as many rows of tiles as a panel has ask for all of it.</summary>
    private const int Pieces = 8;

    /// <summary>Whether a product is one of these: B is to be packed on the way, and a tile's rows never lie in two panels.</summary>
    /// <remarks>With more than one panel the last one has more columns than a vector, hence a tile of all rows, which is the one that can leave panels.</remarks>
    public static bool Fits(KernelTable<T> kernels, in GemmProblem<T> problem, GemmPlan plan) =>
        problem.LowerOffset is { } offset && problem.N == problem.M + offset && problem.ARow == 1 && (plan.Packings & GemmPackings.KeepB) != 0
        && kernels.TileColumns % kernels.TileRows == 0 && kernels.VectorElements >= kernels.TileRows
        && problem.N > kernels.TileColumns && problem.M >= kernels.TileRows;

    /// <summary>Rows of C from <c>LowerOffset</c> on, each up to the diagonal.</summary>
    public static void Run(KernelTable<T> kernels, in GemmProblem<T> problem, GemmPlan plan, CancellationToken cancellationToken)
    {
        Panels grid = new(kernels, problem.N);
        using Scratch.Lease<T> panels = Scratch.Rent<T>((nint)Math.Min(Gemm.Depth, problem.K) * GemmSweep<T>.PanelStep(kernels, problem.N));
        for (int p = 0; p < problem.K; p += Gemm.Depth)
        {
            GemmProblem<T> piece = problem;
            piece.A += p * problem.AColumn;
            piece.B += p * problem.BRow;
            piece.K = Math.Min(Gemm.Depth, problem.K - p);
            piece.Beta = p == 0 ? problem.Beta : T.One;
            GemmTileCall<T> call = piece.Corner();
            call.TilesBelow = 0;
            for (int end = problem.N, first; end > 0 && !cancellationToken.IsCancellationRequested; end = first)
            {
                first = grid.BlockStart(end, plan.BlockColumns);
                Sweep(kernels, piece, &call, grid, panels.Pointer, first, end, cancellationToken);
            }
        }
    }

    /// <summary>All rows of tiles of one block of columns, from the bottom up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(
        KernelTable<T> kernels, in GemmProblem<T> problem, GemmTileCall<T>* call, Panels grid, T* panels, int first, int end, CancellationToken cancellationToken)
    {
        int offset = problem.LowerOffset!.Value, top = Math.Max(offset, first);
        nint depth = problem.K;
        bool inPlace = end == problem.N, keeps = true;
        for (int bottom = problem.N; bottom > top && !cancellationToken.IsCancellationRequested;)
        {
            (int start, int width) = grid.Of(bottom - 1);
            int highest = Math.Max(start, top), piece = 0;
            T* above = panels + (Math.Max(0, start - kernels.TileColumns) * depth);
            while (bottom > highest)
            {
                int rows = keeps ? kernels.TileRows : GemmSweep<T>.NextRows(kernels, bottom - highest), i = bottom - rows;
                call->Rows = rows;
                call->A = inPlace && keeps ? problem.A + (i - offset) : panels + (start * depth) + (i - start);
                call->AStep = inPlace && keeps ? problem.AColumn : GemmSweep<T>.PanelStep(kernels, width);
                int last = Math.Min(end, bottom);
                for (int j = first, columns; j < last; j += columns)
                {
                    columns = GemmSweep<T>.NextColumns(kernels, problem.N - j);
                    T* panel = panels + (j * depth);
                    call->Columns = Math.Min(columns, last - j);
                    call->Keep = keeps ? panel : null;
                    call->B = keeps ? problem.B + j : panel;
                    call->BStep = keeps ? problem.BRow : GemmSweep<T>.PanelStep(kernels, columns);
                    call->C = problem.C + ((i - offset) * problem.CRow) + j;
                    call->Next = above + ((piece + ((j / kernels.TileColumns) & (Pieces - 1))) * depth);
                    kernels.GemmTile(call);
                }

                piece += Pieces;
                keeps = false;
                bottom = i;
            }
        }
    }

    /// <summary>Where panels and blocks of them begin.</summary>
    private readonly struct Panels
    {
        private readonly int _columns;
        private readonly int _wide;
        private readonly int _tail;
        private readonly int _split;

        public Panels(KernelTable<T> kernels, int columns)
        {
            _columns = columns;
            _wide = kernels.TileColumns;
            while (columns - _tail > _wide + kernels.VectorElements)
            {
                _tail += _wide;
            }

            _split = _tail + GemmSweep<T>.NextColumns(kernels, columns - _tail);
        }

        /// <summary>The panel of a column.</summary>
        public (int Start, int Width) Of(int column) =>
            column < _tail ? (column / _wide * _wide, _wide) : column < _split ? (_tail, _split - _tail) : (_split, _columns - _split);

        /// <summary>The start of the block that ends at <paramref name="end"/>: whole panels, and the last block not less than one.</summary>
        public int BlockStart(int end, int blockColumns)
        {
            int start = end == _columns ? Math.Min(_tail, (end - 1) / blockColumns * blockColumns) : end - blockColumns;
            return Math.Max(0, start);
        }
    }
}
