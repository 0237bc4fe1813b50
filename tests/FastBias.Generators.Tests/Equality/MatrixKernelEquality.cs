using System.Numerics;
using FastBias.Kernels;
using Xunit;

namespace FastBias.Generators.Tests;

/// <summary>The kernels that run over the rows of a matrix have the bits of their templates on lanes.</summary>
public abstract unsafe class MatrixKernelEquality<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly KernelTable<T> Template = Oracle<T>.Table;
    /// <summary>The depth that GemmShort has as it stands.</summary>
    private const int OracleDepth = 4;

    /// <summary>The rows that GemmTurned has as it stands.</summary>
    private const int OracleRows = 4;

    private static readonly T[] Factors = [T.Zero, T.One, -T.One, T.CreateTruncating(0.3)];

    public static TheoryData<Isa, bool> Tables() => Subjects.All();

    [Theory]
    [MemberData(nameof(Tables))]
    public void GemvRows(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        for (int n = 0; n <= 130; n++)
        {
            int rows = table.GemvRowCount * (1 + (n % 3)), stride = n + (n % 5);
            (T alpha, T beta) = (Factors[n % 4], Factors[n / 4 % 4]);
            T[] a = n % 2 == 0 ? Numbers.Random<T>(n, (rows * stride) + n) : Numbers.Special<T>(n, (rows * stride) + n, 2 + (4 * n));
            T[] x = Numbers.Random<T>(n + 1, n + 1), y = beta == T.Zero ? Numbers.Special<T>(n, rows + 1, 1) : Numbers.Random<T>(n + 2, rows + 1);
            T[] expected = [.. y], many = [.. y], single = [.. y];
            fixed (T* pa = a, px = x, p1 = expected, p2 = many, p3 = single)
            {
                Template.GemvRows((nuint)rows, (nuint)n, pa, stride, px, p1, alpha, beta);
                table.GemvRows((nuint)rows, (nuint)n, pa, stride, px, p2, alpha, beta);
                table.GemvRow((nuint)rows, (nuint)n, pa, stride, px, p3, alpha, beta);
            }

            Numbers.Equal<T>(expected, many, () => $"{rows} rows of {n}, alpha {alpha}, beta {beta}");
            Numbers.Equal<T>(expected, single, () => $"one row at a time, {rows} of {n}, alpha {alpha}, beta {beta}");
        }
    }

    /// <summary>The template as it stands has one number of rows; each tile has the bits of its definition, and leaves what is beside it.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void GemmTiny(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        for (int n = 1; n <= table.TileColumns; n++)
        {
            for (int m = 1; m <= table.MostRows(n); m++)
            {
                int k = (m + n) % 7, bRow = n + (m % 3), cRow = n + 1;
                (nint aRow, nint aStep) = (m + n) % 2 == 0 ? (k + 2, 1) : (1, m + 2);
                (T alpha, T beta) = (Factors[m % 4], Factors[n % 4]);
                T[] a = Numbers.Random<T>(m, (m + 2) * (k + 2)), b = Numbers.Random<T>(n, (k * bRow) + 1);
                T[] c = beta == T.Zero ? Numbers.Special<T>(n, m * cRow, 1) : Numbers.Random<T>(n + 2, m * cRow), expected = [.. c];
                for (int i = 0; i < m; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        T chain = T.Zero;
                        for (int p = 0; p < k; p++)
                        {
                            chain = T.FusedMultiplyAdd(a[(i * aRow) + (p * aStep)], b[(p * bRow) + j], chain);
                        }

                        ref T element = ref expected[(i * cRow) + j];
                        element = beta == T.Zero ? alpha * chain : T.FusedMultiplyAdd(alpha, chain, beta * element);
                    }
                }

                fixed (T* pa = a, pb = b, pc = c)
                {
                    nuint shape = TinyTiles<T>.Shape(m, n, k);
                    table.GemmTiny(shape)(shape, pa, aRow | (aStep << 32), pb, pc, bRow | ((nint)cRow << 32), alpha, beta);
                }

                Numbers.Equal<T>(expected, c, () => $"{m} x {n} x {k}, alpha {alpha}, beta {beta}");
            }
        }
    }

    /// <summary>The template as it stands has one depth; the others have the bits of their definition.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void GemmShort(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int lanes = table.VectorElements;
        for (int columns = 0; columns <= (3 * lanes) + 20; columns++)
        {
            int depth = 1 + (columns % table.ShortDepth), m = columns % 19, padded = (columns + lanes - 1) / lanes * lanes;
            (T alpha, T beta) = (Factors[columns % 4], Factors[columns / 4 % 4]);
            T[] a = Numbers.Random<T>(columns, m * depth), panel = Numbers.Special<T>(columns + 1, padded * depth, 50);
            T[] c = beta == T.Zero ? Numbers.Special<T>(columns, (m * columns) + 1, 1) : Numbers.Random<T>(columns + 2, (m * columns) + 1), expected = [.. c], lane = [.. c];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    T chain = T.Zero;
                    for (int p = 0; p < depth; p++)
                    {
                        chain = T.FusedMultiplyAdd(a[(p * m) + i], panel[(j / lanes * lanes * depth) + (p * lanes) + (j % lanes)], chain);
                    }

                    ref T element = ref expected[(i * columns) + j];
                    element = beta == T.Zero ? alpha * chain : T.FusedMultiplyAdd(alpha, chain, beta * element);
                }
            }

            fixed (T* pa = a, pp = panel, pc = c, pl = lane)
            {
                table.GemmShort((nuint)m, (nuint)columns, (nuint)depth, pa, 1, m, pp, pc, columns, alpha, beta);
                if (depth == OracleDepth && lanes == 1)
                {
                    Template.GemmShort((nuint)m, (nuint)columns, (nuint)depth, pa, 1, m, pp, pl, columns, alpha, beta);
                    Numbers.Equal<T>(c, lane, () => $"the template, {m} x {columns} x {depth}");
                }
            }

            Numbers.Equal<T>(expected, c, () => $"{m} x {columns} x {depth}, alpha {alpha}, beta {beta}");
        }
    }

    /// <summary>The template as it stands has one number of rows; the others have the bits of their definition. The rows of B hold NaN beyond what is asked for.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void GemmTurned(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int lanes = table.VectorElements;
        for (int rows = 2; rows <= 8; rows++)
        {
            for (int columns = 2 * lanes; columns <= (4 * lanes) + 3; columns++)
            {
                // The chains begin within the columns of B where they are too short for a block of steps.
                int depth = 1 + ((columns + rows) % 37), before = Math.Max(0, lanes - depth), stride = before + depth + (columns % 3), sumsRow = columns + (rows % 3);
                T[] a = Numbers.Random<T>(columns, rows * depth), b = Enumerable.Repeat(T.NaN, columns * stride).ToArray();
                T[] sums = Numbers.Random<T>(rows, rows * sumsRow), expected = [.. sums], lane = [.. sums];
                T[] values = columns % 4 == 0 ? Numbers.Special<T>(columns, columns * depth, 100) : Numbers.Random<T>(columns + 1, columns * depth);
                for (int j = 0; j < columns; j++)
                {
                    values.AsSpan(j * depth, depth).CopyTo(b.AsSpan((j * stride) + before));
                    for (int i = 0; i < rows; i++)
                    {
                        T chain = T.Zero;
                        for (int p = 0; p < depth; p++)
                        {
                            chain = T.FusedMultiplyAdd(a[(p * rows) + i], values[(j * depth) + p], chain);
                        }

                        expected[(i * sumsRow) + j] = chain;
                    }
                }

                fixed (T* pa = a, pb = b, ps = sums, pl = lane)
                {
                    table.GemmTurned((nuint)rows, (nuint)columns, (nuint)depth, pa, pb + before, stride, ps, sumsRow);
                    if (rows == OracleRows)
                    {
                        Template.GemmTurned((nuint)rows, (nuint)columns, (nuint)depth, pa, pb + before, stride, pl, sumsRow);
                        Numbers.Equal<T>(expected, lane, () => $"the template, {rows} x {columns} x {depth}");
                    }
                }

                Numbers.Equal<T>(expected, sums, () => $"{rows} x {columns} x {depth}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void GemvColumns(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        for (int n = 0; n <= 130; n++)
        {
            int rows = n % 7, stride = n + (n % 5);
            T[] a = n % 2 == 0 ? Numbers.Random<T>(n, (rows * stride) + n) : Numbers.Special<T>(n, (rows * stride) + n, 2 + (4 * n));
            T keep = Factors[n / 2 % 2];
            T[] x = Numbers.Random<T>(n + 1, rows + 1), w = keep == T.Zero ? Numbers.Special<T>(n, n + 70, 3) : Numbers.Random<T>(n + 2, n + 70);
            T[] expected = [.. w], actual = [.. w];
            fixed (T* pa = a, px = x, p1 = expected, p2 = actual)
            {
                Template.GemvColumns((nuint)rows, (nuint)n, pa, stride, px, p1, keep);
                table.GemvColumns((nuint)rows, (nuint)n, pa, stride, px, p2, keep);
            }

            Numbers.Equal<T>(expected, actual, () => $"{rows} x {n}");
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void GemvLines(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        // From 1792 bytes on a line that is read alone keeps fewer vectors in registers.
        int least = table.GemvColumnCount, longer = 1792 / sizeof(T);
        foreach (int n in Enumerable.Range(least, 9 * table.VectorElements).Concat(Enumerable.Range(longer - 1, table.VectorElements + 2)))
        {
            // In groups of four, and one by one.
            int rows = n % 3 * 4, stride = n + (n % 5);
            T[] a = n % 2 == 0 ? Numbers.Random<T>(n, (rows * stride) + n) : Numbers.Special<T>(n, (rows * stride) + n, 2 + (4 * n));
            T[] x = Numbers.Random<T>(n + 1, rows + 1), w = Numbers.Random<T>(n + 2, n + 70);
            T[] expected = [.. w], lane = [.. w], single = [.. w], side = [.. w];
            fixed (T* pa = a, px = x, p1 = expected, p2 = lane, p3 = single, p4 = side)
            {
                Template.GemvColumns((nuint)rows, (nuint)n, pa, stride, px, p1, T.One);
                Template.GemvLines(1, (nuint)rows, (nuint)n, pa, stride, px, p2);
                table.GemvLines(1, (nuint)rows, (nuint)n, pa, stride, px, p3);
                table.GemvLines(4, (nuint)rows, (nuint)n, pa, stride, px, p4);
            }

            Numbers.Equal<T>(expected, lane, () => $"the template, {rows} x {n}");
            Numbers.Equal<T>(expected, single, () => $"one line at a time, {rows} x {n}");
            Numbers.Equal<T>(expected, side, () => $"four lines side by side, {rows} x {n}");
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void ReflectRows(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int width = Oracle<T>.Columns;
        for (int columns = 1; columns <= table.StripeColumns; columns++)
        {
            for (int m = columns % 2; m <= 13; m += 2)
            {
                T tau = T.CreateTruncating(1.7);
                T[] v = Numbers.Random<T>(m, m + 4);
                // The template takes its full width; the kernel's matrix has only its own columns, and then other numbers.
                T[] wide = m % 3 == 0 ? Numbers.Special<T>(columns, (m + 1) * width, 9) : Numbers.Random<T>(columns, (m + 1) * width);
                T[] a = [.. wide], expected = [.. wide], full = new T[width], w = Numbers.Random<T>(3, width);
                T[] untouched = [.. w];
                fixed (T* pv = v, p1 = expected, w1 = full, p2 = a, w2 = w)
                {
                    Template.ReflectRows((nuint)m, (nuint)width, tau, pv, p1, width, w1);
                    table.ReflectRows((nuint)m, (nuint)columns, tau, pv, p2, width, w2);
                }

                for (int i = 0; i <= m; i++)
                {
                    Numbers.Equal<T>(expected.AsSpan(i * width, columns), a.AsSpan(i * width, columns), () => $"row {i} of {m} x {columns}");
                    Numbers.Equal<T>(wide.AsSpan((i * width) + columns, width - columns), a.AsSpan((i * width) + columns, width - columns), () => $"right of {m} x {columns}");
                }

                Numbers.Equal<T>(full.AsSpan(0, columns), w.AsSpan(0, columns), () => $"w of {m} x {columns}");
                Numbers.Equal<T>(untouched.AsSpan(columns), w.AsSpan(columns), () => $"behind w of {m} x {columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void CopyRows_and_Transpose(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        for (int rows = 0; rows <= 19; rows++)
        {
            for (int columns = 0; columns <= 35; columns++)
            {
                int row = columns + (rows % 3), step = Math.Max(rows, columns) + (columns % 2), length = ((Math.Max(rows, columns) + 1) * step) + 5;
                T[] source = Numbers.Special<T>(rows, ((rows + 1) * row) + columns), copy = Numbers.Random<T>(1, length), transposed = [.. copy];
                T[] expectedCopy = [.. copy], expectedTransposed = [.. copy];
                fixed (T* from = source, c = copy, t = transposed, ec = expectedCopy, et = expectedTransposed)
                {
                    table.CopyRows((nuint)rows, (nuint)columns, from, row, c, step);
                    table.Transpose((nuint)rows, (nuint)columns, from, row, t, step);
                    Template.CopyRows((nuint)rows, (nuint)columns, from, row, ec, step);
                    Template.Transpose((nuint)rows, (nuint)columns, from, row, et, step);
                }

                Numbers.Equal<T>(expectedCopy, copy, () => $"copy of {rows}x{columns}");
                Numbers.Equal<T>(expectedTransposed, transposed, () => $"transpose of {rows}x{columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void ReflectPanel(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int width = Oracle<T>.Columns;
        for (int columns = 1; columns <= table.StripeColumns; columns++)
        {
            for (int m = 1 + (columns % 2); m <= 13; m += 2)
            {
                int head = 1 + (m % 2 == 0 ? 0 : Math.Min(1, m - 1)), finished = columns % 5 == 0 ? columns : columns / 3;
                (T factor, T next) = (T.CreateTruncating(-0.37), m % 3 == 0 ? T.Zero : T.CreateTruncating(0.21));
                T[] v = Numbers.Random<T>(m, (2 * m) + 4), x = Numbers.Random<T>(m + 1, (2 * m) + 4);
                // The template takes its full width; the kernel's matrix has only its own columns, and then other numbers.
                T[] wide = m % 3 == 0 ? Numbers.Special<T>(columns, (m + 1) * width, 9) : Numbers.Random<T>(columns, (m + 1) * width);
                T[] a = [.. wide], expected = [.. wide], sums = Numbers.Random<T>(3, width), full = [.. sums], untouched = [.. sums];
                fixed (T* pv = v, px = x, p1 = expected, s1 = full, p2 = a, s2 = sums)
                {
                    Template.ReflectPanel((nuint)m, (nuint)width, (nuint)finished, (nuint)head, factor, next, pv, px, 2, p1, width, s1);
                    table.ReflectPanel((nuint)m, (nuint)columns, (nuint)finished, (nuint)head, factor, next, pv, px, 2, p2, width, s2);
                }

                for (int i = 0; i <= m; i++)
                {
                    Numbers.Equal<T>(expected.AsSpan(i * width, columns), a.AsSpan(i * width, columns), () => $"row {i} of {m} x {columns}");
                    Numbers.Equal<T>(wide.AsSpan((i * width) + columns, width - columns), a.AsSpan((i * width) + columns, width - columns), () => $"right of {m} x {columns}");
                }

                Numbers.Equal<T>(full.AsSpan(0, columns), sums.AsSpan(0, columns), () => $"sums of {m} x {columns}");
                Numbers.Equal<T>(untouched.AsSpan(columns), sums.AsSpan(columns), () => $"behind the sums of {m} x {columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void ReflectColumn(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int line = Oracle<T>.Columns / 4;
        for (int n = line; n <= 6 * line; n += line)
        {
            for (int finished = 1; finished <= line; finished++)
            {
                // v is x itself where nothing is applied, as in the first step of a factorization.
                bool isSame = finished % 4 == 0;
                (T scale, T factor) = (T.CreateTruncating(1.3), isSame ? T.Zero : T.CreateTruncating(-0.37));
                T[] v = Numbers.Random<T>(n, n + 3), x = finished % 3 == 0 && !isSame ? Numbers.Special<T>(n, n + 3, 5) : Numbers.Random<T>(finished, n + 3), sums = new T[2];
                T[] expectedV = [.. v], expectedX = [.. x], wholeX = [.. x], wholeV = [.. v];
                fixed (T* p1 = expectedV, p2 = v, p3 = expectedX, p4 = x)
                {
                    sums[0] = Template.ReflectColumn((nuint)n, (nuint)finished, scale, factor, isSame ? p3 : p1, p3);
                    sums[1] = table.ReflectColumn((nuint)n, (nuint)finished, scale, factor, isSame ? p4 : p2, p4);
                }

                Numbers.Equal<T>(expectedV, v, () => $"v of {n}, {finished} finished");
                Numbers.Equal<T>(expectedX, x, () => $"x of {n}, {finished} finished");
                Numbers.Equal<T>([sums[0]], [sums[1]], () => $"sum of {n}, {finished} finished");
                Numbers.Equal<T>(wholeX.AsSpan(n), x.AsSpan(n), () => $"behind x of {n}");
                Numbers.Equal<T>(wholeV.AsSpan(n), v.AsSpan(n), () => $"behind v of {n}");
            }
        }
    }

    /// <summary>The template as it stands takes one column; each of several has the bits of that, also where the first is v itself.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void ReflectColumns(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int line = Oracle<T>.Columns / 4;
        for (int columns = 1; columns <= table.ReflectColumnCount; columns++)
        {
            for (int n = 0; n <= 5 * line; n += line)
            {
                int step = n + (n % 3) + 1;
                bool isFirst = n / line % 2 == 1;
                T[] v = Numbers.Random<T>(n, n + 1), x = Numbers.Random<T>(n + 1, n + 1), w = Numbers.Random<T>(columns, columns + 1);
                T[] a = n % 4 == 0 && !isFirst ? Numbers.Special<T>(columns, columns * step, 7) : Numbers.Random<T>(columns, columns * step);
                w[0] = isFirst ? T.Zero : w[0];
                T[] expected = [.. a], sums = [.. w];
                fixed (T* pv = v, px = x, p1 = expected, p2 = a, s1 = sums, s2 = w)
                {
                    for (int k = 0; k < columns; k++)
                    {
                        Template.ReflectColumns((nuint)n, 1, isFirst ? p1 : pv, px, p1 + (k * step), step, s1 + k);
                    }

                    table.ReflectColumns((nuint)n, (nuint)columns, isFirst ? p2 : pv, px, p2, step, s2);
                }

                Numbers.Equal<T>(expected, a, () => $"{columns} columns of {n}");
                Numbers.Equal<T>(sums, w, () => $"sums of {columns} columns of {n}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void ScaleColumns(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int width = Oracle<T>.Columns;
        for (int columns = 1; columns <= table.StripeColumns; columns++)
        {
            int m = columns % 6;
            T[] wide = Numbers.Special<T>(columns, (m + 1) * width, 9), factors = Numbers.Random<T>(columns, width);
            T[] a = [.. wide], expected = [.. wide];
            fixed (T* pf = factors, p1 = expected, p2 = a)
            {
                Template.ScaleColumns((nuint)m, (nuint)width, pf, p1, width);
                table.ScaleColumns((nuint)m, (nuint)columns, pf, p2, width);
            }

            for (int i = 0; i <= m; i++)
            {
                Numbers.Equal<T>(expected.AsSpan(i * width, columns), a.AsSpan(i * width, columns), () => $"row {i} of {m} x {columns}");
                Numbers.Equal<T>(wide.AsSpan((i * width) + columns, width - columns), a.AsSpan((i * width) + columns, width - columns), () => $"right of {m} x {columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void RankUpdate(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int width = Oracle<T>.Columns;
        for (int columns = 1; columns <= table.StripeColumns / 2; columns++)
        {
            int m = columns % 11;
            T[] wide = Numbers.Special<T>(columns, (m + 1) * width, 9), v = Numbers.Random<T>(columns, (m + 1) * 9), w = Numbers.Random<T>(columns, 9 * width);
            T[] a = [.. wide], expected = [.. wide];
            fixed (T* pv = v, pw = w, p1 = expected, p2 = a)
            {
                Template.RankUpdate((nuint)m, (nuint)width, pv, 9, pw, width, p1, width);
                table.RankUpdate((nuint)m, (nuint)columns, pv, 9, pw, width, p2, width);
            }

            for (int i = 0; i <= m; i++)
            {
                Numbers.Equal<T>(expected.AsSpan(i * width, columns), a.AsSpan(i * width, columns), () => $"row {i} of {m} x {columns}");
                Numbers.Equal<T>(wide.AsSpan((i * width) + columns, width - columns), a.AsSpan((i * width) + columns, width - columns), () => $"right of {m} x {columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void RotateChain(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int width = Oracle<T>.Columns;
        for (int columns = 1; columns <= table.StripeColumns; columns++)
        {
            int count = columns % 6;
            T[] wide = Numbers.Special<T>(columns, (count + 2) * width, 9), rotations = Numbers.Random<T>(columns, (2 * count) + 1);
            T[] a = [.. wide], expected = [.. wide], pairs = [.. wide];
            fixed (T* pr = rotations, p1 = expected, p2 = a, p3 = pairs)
            {
                Template.RotateChain((nuint)count, (nuint)width, pr, p1, width);
                table.RotateChain((nuint)count, (nuint)columns, pr, p2, width);
                for (int k = count - 1; k >= 0; k--)
                {
                    Template.RotatePair((nuint)columns, pr[2 * k], pr[(2 * k) + 1], p3 + (k * width), p3 + ((k + 1) * width));
                }
            }

            for (int i = 0; i <= count + 1; i++)
            {
                Numbers.Equal<T>(expected.AsSpan(i * width, columns), a.AsSpan(i * width, columns), () => $"row {i} of {count} x {columns}");
                Numbers.Equal<T>(pairs.AsSpan(i * width, columns), a.AsSpan(i * width, columns), () => $"row {i} of {count} x {columns}, pair by pair");
                Numbers.Equal<T>(wide.AsSpan((i * width) + columns, width - columns), a.AsSpan((i * width) + columns, width - columns), () => $"right of {count} x {columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void PackPanel(Isa isa, bool library)
    {
        KernelTable<T> table = Subjects.Table<T>(isa, library);
        int width = table.TileColumns;
        for (int depth = 0; depth <= 33; depth++)
        {
            int panels = depth % 4, columns = panels * width, stride = columns + (depth % 5);
            T[] source = Numbers.Special<T>(depth, (depth * stride) + columns), block = Numbers.Random<T>(1, (depth * columns) + 5), before = [.. block];
            T[] expected = [.. block], column = new T[depth + 1];
            fixed (T* from = source, to = block, one = column)
            {
                table.PackPanel((nuint)depth, (nuint)panels, from, stride, to);
                for (int j = 0; j < columns; j++)
                {
                    Template.PackPanel((nuint)depth, 1, from + j, stride, one);
                    for (int p = 0; p < depth; p++)
                    {
                        expected[(((j / width * depth) + p) * width) + (j % width)] = column[p];
                    }
                }
            }

            Numbers.Equal<T>(expected, block, () => $"depth {depth}");
            Numbers.Equal<T>(before.AsSpan(depth * columns), block.AsSpan(depth * columns), () => $"behind the panel, depth {depth}");
        }
    }
}

/// <inheritdoc/>
public class MatrixKernelEqualityOfDouble : MatrixKernelEquality<double>;

/// <inheritdoc/>
public class MatrixKernelEqualityOfSingle : MatrixKernelEquality<float>;
