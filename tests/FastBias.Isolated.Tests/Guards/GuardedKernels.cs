using System.Numerics;
using FastBias.Kernels;
using FastBias.Testing;

namespace FastBias.Isolated.Tests;

/// <summary>Every kernel of one ISA next to pages without access: the case is named before it is run, so that a crash names it.</summary>
internal sealed unsafe class GuardedKernels<T>(Isa isa, GuardSide side, int longest, int step)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelTable<T> _kernels = Kernels<T>.For(isa);

    public void RunAll()
    {
        Vectors();
        Sweeps();
        Products();
        Panels();
        Reflectors();
        NarrowFactors();
    }

    private void Vectors()
    {
        T half = T.CreateTruncating(0.5);
        T* gram = stackalloc T[3], sums = stackalloc T[2];
        for (int n = 0; n <= longest; n += n < 2 * Vector<byte>.Count ? 1 : step)
        {
            using GuardedBuffer<T> x = Create(n), y = Create(n);
            fixed (T* px = x.Span, py = y.Span)
            {
                Begin("dot", n);
                _kernels.Dot((nuint)n, px, py);
                Begin("sum of squares", n);
                _kernels.SumOfSquares((nuint)n, px, half);
                Begin("max", n);
                _kernels.MaxAbs((nuint)n, px);
                Begin("gram", n);
                _kernels.GramPair((nuint)n, px, py, gram);
                Begin("sums over poles", n);
                _kernels.PoleSums((nuint)n, px, py, half, sums);
                Begin("quotients", n);
                _kernels.Quotients((nuint)n, px, py, half, px);
                Begin("axpy", n);
                _kernels.Axpy((nuint)n, half, px, py);
                Begin("scale", n);
                _kernels.Scale((nuint)n, half, px);
                Begin("rotate", n);
                _kernels.RotatePair((nuint)n, half, half, px, py);
                Begin("reflect", n);
                _kernels.ReflectVector((nuint)n, half, px, py);
                Begin("norm", n);
                VectorNorm<T>.Of(_kernels, px, (nuint)n);
            }

            x.AssertCanaries();
            y.AssertCanaries();
        }
    }

    /// <summary>Vectors without room behind the last one, in rounds of as many pairs as there are, with work for that many.</summary>
    private void Sweeps()
    {
        int lanes = 64 / sizeof(T);
        for (int n = 2; n <= 2 * lanes; n++)
        {
            int width = ((n / 2) + lanes - 1) / lanes * lanes;
            int[] schedule = Enumerable.Range(0, n / 2 * 2).ToArray();
            using GuardedBuffer<T> vectors = Create(n * 3 * lanes), squares = Create(n), work = Create(5 * width);
            fixed (T* pv = vectors.Span, ps = squares.Span, pw = work.Span)
            fixed (int* pairs = schedule)
            {
                Begin("sweep", n);
                _kernels.JacobiSweep((nuint)n, 1, (nuint)(n / 2), pairs, 2, 3, 3 * lanes, T.Zero, pv, ps, pw);
            }

            vectors.AssertCanaries();
            squares.AssertCanaries();
            work.AssertCanaries();
        }
    }

    /// <summary>Products of views of every layout, and with one row or column of every length.</summary>
    private void Products()
    {
        int number = 0;
        foreach ((int m, int n, int k) in Shapes())
        {
            foreach (StrideKind kind in StrideLayout.OutputKinds)
            {
                StrideKind other = StrideLayout.InputKinds[number++ % StrideLayout.InputKinds.Count];
                Begin($"product {m}x{n}x{k} A {kind}, B {other}", number);
                Product(m, n, k, kind, other, StrideKind.Padded);
                Begin($"product {m}x{n}x{k} A {other}, C {kind}", number);
                Product(m, n, k, other, StrideKind.Unit, kind);
            }
        }
    }

    private IEnumerable<(int M, int N, int K)> Shapes()
    {
        int tileRows = _kernels.TileRows, tileColumns = _kernels.TileColumns;
        for (int size = 1; size <= 40; size += step)
        {
            yield return (size, tileColumns + 1, 3);
            yield return (tileRows + 1, size, 2);
            yield return (5, 7, size);
            yield return (size, 1, 40 - size + 1);
            yield return (1, size, size);
        }

        yield return (97, tileColumns + 3, 9);
        yield return (98, (2 * tileColumns) - 1, 257);
        yield return (2, 3, 513);
        yield return (0, 3, 2);
        yield return (3, 2, 0);
    }

    private void Product(int m, int n, int k, StrideKind aKind, StrideKind bKind, StrideKind cKind)
    {
        StrideLayout a = StrideLayout.Of(aKind, m, k), b = StrideLayout.Of(bKind, k, n), c = StrideLayout.Of(cKind, m, n);
        using GuardedBuffer<T> bufferA = Create(a.Length), bufferB = Create(b.Length), bufferC = Create(c.Length);
        foreach (T beta in (T[])[T.Zero, T.One])
        {
            Gemm.Multiply(
                _kernels,
                new MatrixSpan<T>(bufferC.Span, c.Offset, m, n, c.RowStride, c.ColumnStride),
                new ReadOnlyMatrixSpan<T>(bufferA.Span, a.Offset, m, k, a.RowStride, a.ColumnStride),
                new ReadOnlyMatrixSpan<T>(bufferB.Span, b.Offset, k, n, b.RowStride, b.ColumnStride),
                T.One,
                beta);
        }

        bufferA.AssertCanaries();
        bufferB.AssertCanaries();
        bufferC.AssertCanaries();
    }

    private void Panels()
    {
        int width = _kernels.TileColumns;
        for (int depth = 0; depth <= 9; depth++)
        {
            int row = (2 * width) + 5;
            using GuardedBuffer<T> source = Create(Math.Max(0, (depth * row) - 5)), block = Create(2 * depth * width);
            Begin("pack", depth);
            fixed (T* from = source.Span, into = block.Span)
            {
                _kernels.PackPanel((nuint)depth, 2, from, row, into);
            }

            block.AssertCanaries();
            using GuardedBuffer<T> copy = Create(depth * row), transposed = Create(depth * row);
            Begin("copy and transpose", depth);
            fixed (T* from = source.Span, into = copy.Span, other = transposed.Span)
            {
                for (int columns = 0; columns <= row - 5; columns++)
                {
                    _kernels.CopyRows((nuint)depth, (nuint)columns, from, row, into, columns);
                    _kernels.Transpose((nuint)depth, (nuint)columns, from, row, other, depth);
                }
            }

            copy.AssertCanaries();
            transposed.AssertCanaries();
        }
    }

    private void Reflectors()
    {
        for (int n = 1; n <= Math.Min(longest, 140); n += step)
        {
            for (int m = 1; m <= 9; m++)
            {
                using GuardedBuffer<T> a = Create((m * (n + 3)) - 3), v = Create(m), w = Create(n);
                Begin($"reflector {m}", n);
                Reflector.Apply(_kernels, new MatrixSpan<T>(a.Span, 0, m, n, n + 3, 1), v.Span, T.One, w.Span);
                a.AssertCanaries();
                w.AssertCanaries();
            }
        }

        for (int n = 1; n <= Math.Min(longest, _kernels.StripeColumns); n += step)
        {
            using GuardedBuffer<T> a = Create((3 * (n + 3)) - 3), v = Create(24), w = Create(8 * n), sums = Create(6);
            fixed (T* pa = a.Span, pv = v.Span, pw = w.Span, ps = sums.Span)
            {
                Begin("chain", n);
                _kernels.RotateChain(2, (nuint)n, ps, pa, n + 3);
                Begin("scale columns", n);
                _kernels.ScaleColumns(3, (nuint)n, pw, pa, n + 3);
                Begin("rank update", Math.Min(n, _kernels.StripeColumns / 2));
                _kernels.RankUpdate(3, (nuint)Math.Min(n, _kernels.StripeColumns / 2), pv, 8, pw, n, pa, n + 3);
            }

            a.AssertCanaries();
        }

        for (int n = 1; n <= Math.Min(longest, 70); n += step)
        {
            for (int m = 1; m <= 9; m++)
            {
                using GuardedBuffer<T> a = Create((m * (n + 3)) - 3), tau = Create(Math.Min(m, n)), work = Create(HouseholderPanel<T>.WorkspaceLength(m, n));
                Begin($"reflector panel {m}", n);
                HouseholderPanel<T>.Factor(_kernels, new MatrixSpan<T>(a.Span, 0, m, n, n + 3, 1), tau.Span, false, default, work.Span);
                a.AssertCanaries();
                work.AssertCanaries();
            }
        }
    }

    private void NarrowFactors()
    {
        for (int n = 1; n <= Math.Min(longest, 20); n += step)
        {
            for (int m = n; m <= n + 40; m += 3)
            {
                using GuardedBuffer<T> a = Create((m * (n + 3)) - 3), tau = Create(n);
                MatrixSpan<T> all = new(a.Span, 0, m, n, n + 3, 1);
                Begin($"reflectors of columns {m}", n);
                HouseholderColumns<T>.Factor(_kernels, all, tau.Span, false);
                HouseholderColumns<T>.Form(_kernels, all, all, tau.Span);
                a.AssertCanaries();
                tau.AssertCanaries();

                Begin($"rows into a triangle {m}", n);
                using GuardedBuffer<T> triangle = Create(n * n), work = Create((int)HouseholderRows<T>.WorkspaceLength(m, n));
                HouseholderRows<T>.Absorb(_kernels, new MatrixSpan<T>(triangle.Span, n, n), all, all.Slice(0, 0, m, 0), work.Span);
                triangle.AssertCanaries();
                work.AssertCanaries();
            }
        }
    }

    private GuardedBuffer<T> Create(int length)
    {
        GuardedBuffer<T> buffer = new(length, side);
        buffer.Span.Fill(T.CreateTruncating(0.25));
        return buffer;
    }

    private void Begin(string kernel, int length) => ChildProcess.BeginCase($"{kernel}, length {length}, {isa}, {typeof(T).Name}, page {side}");
}
