using System.Numerics;
using System.Runtime.InteropServices;
using FastBias.Kernels;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>The register tile has the bits of its template on lanes: every number of rows and columns, chains of 0 to 33 and some longer ones.</summary>
public abstract unsafe class GemmTileEquality<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = Oracle<T>.TileRows;
    private static readonly int Columns = Oracle<T>.Columns;
    private static readonly T[] Factors = [T.Zero, T.One, -T.One, T.CreateTruncating(0.3)];

    /// <summary>From 64 on, a tile asks for its rows of C while the chain runs.</summary>
    private static readonly int[] Depths = [.. Enumerable.Range(0, 34), 63, 64, 65, 97, 256];

    public static TheoryData<Isa, bool> Tables() => Subjects.All();

    [Theory]
    [MemberData(nameof(Tables))]
    public void EveryEdge_OfEveryDepth(Isa isa, bool library)
    {
        foreach (int depth in Depths)
        {
            Check(Subjects.Table<T>(isa, library), depth, Numbers.Random<T>(depth, Rows * depth), Numbers.Random<T>(depth + 100, depth * Columns));
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void NonFiniteElements_ReachTheirRowAndColumn_AndNoOther(Isa isa, bool library)
    {
        for (int depth = 1; depth <= 12; depth++)
        {
            Check(
                Subjects.Table<T>(isa, library), depth,
                Numbers.Special<T>(depth, Rows * depth, 12), Numbers.Special<T>(depth + 100, depth * Columns, 40));
        }
    }

    /// <summary>One template run for each pair of factors, against every tile that is a corner of it.</summary>
    private static void Check(KernelTable<T> table, int depth, T[] a, T[] b)
    {
        T[] c = Numbers.Random<T>(depth + 200, Rows * Columns);
        T[][] expected = Factors.SelectMany(alpha => Factors.Select(beta => Template(depth, a, b, c, alpha, beta))).ToArray();
        for (int columns = 1; columns <= table.TileColumns; columns++)
        {
            for (int rows = 1; rows <= table.MostRows(columns); rows++)
            {
                int factors = (depth + (5 * rows) + (3 * columns)) % 16;
                Operands operands = new(rows, columns, depth, a, b, (rows + columns + depth) % 5);
                T[] actual = operands.Run(table, Factors[factors / 4], Factors[factors % 4], c, keep: rows == table.TileRows);
                operands.Compare(expected[factors], c, actual);
            }
        }
    }

    private static T[] Template(int depth, T[] a, T[] b, T[] c, T alpha, T beta)
    {
        T[] result = [.. c];
        fixed (T* pa = a, pb = b, pc = result)
        {
            GemmTileCall<T> call = new()
            {
                Rows = Rows, Columns = Columns, Depth = (nuint)depth, A = pa, ARow = depth, AStep = 1, B = pb, BStep = Columns,
                C = pc, CRow = Columns, Alpha = alpha, Beta = beta,
            };
            Oracle<T>.Table.GemmTile(&call);
        }

        return result;
    }

    /// <summary>The corner of the logical operands that a tile gets, laid out in one of five ways; what surrounds them is NaN.</summary>
    private sealed class Operands
    {
        private readonly int _rows, _columns, _depth, _layout;
        private readonly T[] _a, _b;
        private readonly (int Start, int Row, int Step) _at;
        private readonly (int Start, int Step) _bt;

        public Operands(int rows, int columns, int depth, T[] a, T[] b, int layout)
        {
            (_rows, _columns, _depth, _layout) = (rows, columns, depth, layout);
            int m = rows, k = Math.Max(1, depth);
            // packed sliver, row-major, transposed with a gap, rows backwards, columns backwards (and B's rows too)
            _at = layout switch
            {
                0 => (0, 1, m),
                1 => (0, k, 1),
                2 => (0, 1, m + 3),
                3 => ((m - 1) * k, -k, 1),
                _ => ((k - 1) * m, 1, -m),
            };
            int width = columns + (layout == 0 ? 0 : layout);
            _bt = layout == 4 ? ((k - 1) * width, -width) : (0, width);
            _a = Poisoned((m + 3) * k);
            _b = Poisoned(width * k);
            for (int p = 0; p < depth; p++)
            {
                for (int i = 0; i < rows; i++)
                {
                    _a[_at.Start + (i * _at.Row) + (p * _at.Step)] = a[(i * depth) + p];
                }

                Array.Copy(b, p * GemmTileEquality<T>.Columns, _b, _bt.Start + (p * _bt.Step), columns);
            }
        }

        /// <summary>Whether there is a tile of this shape and layout that asks for B.</summary>
        private bool CanAsk(KernelTable<T> table) => _rows >= 5 && 2 * _rows <= 3 * table.TileRows && _columns <= table.VectorElements && _at.Row == 1 && _at.Step != 1;

        /// <summary>Runs the tile, and where it keeps B once more on what it kept, and where it can ask for B once more asking.</summary>
        public T[] Run(KernelTable<T> table, T alpha, T beta, T[] c, bool keep)
        {
            T[] result = [.. c];
            int step = GemmSweep<T>.PanelStep(table, _columns);
            T* panel = (T*)NativeMemory.AlignedAlloc((nuint)(((_depth * step) + 1) * sizeof(T)), 64);
            fixed (T* pa = _a, pb = _b, pc = result)
            {
                GemmTileCall<T> call = new()
                {
                    Rows = _rows, Columns = _columns, Depth = (nuint)_depth, A = pa + _at.Start, ARow = _at.Row, AStep = _at.Step,
                    B = pb + _bt.Start, BStep = _bt.Step, C = pc, CRow = GemmTileEquality<T>.Columns, Alpha = alpha, Beta = beta,
                };
                if (keep)
                {
                    panel[_depth * step] = T.NegativeOne;
                    call.Keep = panel;
                    T[] first = [.. c];
                    fixed (T* kept = first)
                    {
                        call.C = kept;
                        table.GemmTile(&call);
                    }

                    Assert.Equal(T.NegativeOne, panel[_depth * step]);
                    call.Keep = null;
                    call.B = panel;
                    call.BStep = step;
                    call.C = pc;
                    table.GemmTile(&call);
                    Numbers.Equal<T>(result, first, () => $"the tile that keeps {this}");
                }
                else
                {
                    table.GemmTile(&call);
                    if (CanAsk(table))
                    {
                        T[] second = [.. c];
                        fixed (T* asking = second)
                        {
                            call.C = asking;
                            call.Ask = _columns + (1 << 20);
                            table.GemmTile(&call);
                        }

                        Numbers.Equal<T>(result, second, () => $"the tile that asks {this}");
                    }
                }
            }

            NativeMemory.AlignedFree(panel);
            return result;
        }

        public void Compare(T[] expected, T[] before, T[] actual)
        {
            for (int i = 0; i < GemmTileEquality<T>.Rows; i++)
            {
                int at = i * GemmTileEquality<T>.Columns, live = i < _rows ? _columns : 0;
                Numbers.Equal<T>(expected.AsSpan(at, live), actual.AsSpan(at, live), () => $"row {i} of {this}");
                Numbers.Equal<T>(before.AsSpan(at + live, GemmTileEquality<T>.Columns - live), actual.AsSpan(at + live, GemmTileEquality<T>.Columns - live), () => $"outside row {i} of {this}");
            }
        }

        public override string ToString() => $"{_rows}x{_columns}, depth {_depth}, layout {_layout}";

        private static T[] Poisoned(int length)
        {
            T[] values = new T[length];
            Array.Fill(values, T.NaN);
            return values;
        }
    }
}

/// <inheritdoc/>
public class GemmTileEqualityOfDouble : GemmTileEquality<double>;

/// <inheritdoc/>
public class GemmTileEqualityOfSingle : GemmTileEquality<float>;
