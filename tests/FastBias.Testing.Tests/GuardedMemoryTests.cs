using Xunit;

namespace FastBias.Testing.Tests;

public class GuardedMemoryTests
{
    [Theory]
    [InlineData(nameof(OverRead), GuardSide.After)]
    [InlineData(nameof(OverRead), GuardSide.Before)]
    [InlineData(nameof(OverWrite), GuardSide.After)]
    [InlineData(nameof(OverWrite), GuardSide.Before)]
    public void One_element_too_far_ends_the_child(string method, GuardSide side)
    {
        Action<string, string> call = method == nameof(OverRead) ? OverRead : OverWrite;
        foreach (int length in (int[])[0, 13])
        {
            ChildResult result = ChildProcess.Run(call, [side.ToString(), length.ToString()]);
            Assert.True(result.Crashed, $"{result.ExitCode}: {result.Output}{result.Error}");
            Assert.Equal($"beyond {length}", result.LastCase);
            Assert.DoesNotContain("survived", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(GuardSide.After)]
    [InlineData(GuardSide.Before)]
    public void Every_element_is_usable_and_canaries_on_the_open_side_show_writes(GuardSide side)
    {
        foreach (int length in (int[])[0, 1, 7, 511, 512, 513, 5000])
        {
            using GuardedBuffer<double> buffer = new(length, side);
            Assert.Equal(length, buffer.Span.Length);
            Assert.All(buffer.Span.ToArray(), x => Assert.True(Poison.Is(x)));
            buffer.Span.Fill(1);
            buffer.AssertCanaries();
        }

        using GuardedBuffer<float> small = new([1f, 2f, 3f], side);
        Assert.Equal([1f, 2f, 3f], small.Span.ToArray());
        WriteOnTheOpenSide(small);
        Assert.Throws<PoisonException>(small.AssertCanaries);
        small.Dispose();
        Assert.Throws<ObjectDisposedException>(() => small.Span.Length);
    }

    [Fact]
    public void A_strided_view_lies_tight_at_the_page()
    {
        foreach (StrideKind kind in StrideLayout.InputKinds)
        {
            foreach (GuardSide side in Enum.GetValues<GuardSide>())
            {
                StrideLayout layout = StrideLayout.Of(kind, 5, 7);
                using GuardedBuffer<double> buffer = GuardedBuffer<double>.For(layout, side);
                ReadOnlyMatrixSpan<double> view = new(buffer.Span, layout.Offset, 5, 7, layout.RowStride, layout.ColumnStride);
                (buffer.Span[0], buffer.Span[^1]) = (1, 2);
                bool first = false, last = false;
                for (int i = 0; i < 5; i++)
                {
                    for (int j = 0; j < 7; j++)
                    {
                        first |= view[i, j] == 1;
                        last |= view[i, j] == 2;
                    }
                }

                Assert.True((first || layout.Length == 1) && last, kind.ToString());
            }
        }
    }

    [Fact]
    public void Strided_matrices_hold_their_elements_between_canaries()
    {
        Matrix<double> a = new TestRandom(1).UniformMatrix<double>(5, 4);
        foreach (StrideKind kind in StrideLayout.OutputKinds)
        {
            StridedMatrix<double> strided = new(a, kind);
            Assert.Equal(a.Data, strided.ToMatrix().Data);
            strided.Span.Fill(3);
            strided.AssertPaddingUntouched();
            Assert.All(strided.ToMatrix().Data, x => Assert.Equal(3, x));
            Assert.All(new StridedMatrix<double>(5, 4, kind).ToMatrix().Data, x => Assert.True(double.IsNaN(x)));
        }

        Assert.Equal(a.Row(0).ToArray(), new StridedMatrix<double>(a, StrideKind.ZeroRows).ToMatrix().Row(4).ToArray());
        Assert.Equal(a.Column(0), new StridedMatrix<double>(a, StrideKind.ZeroColumns).ToMatrix().Column(3));
        Assert.All(new StridedMatrix<double>(a, StrideKind.ZeroBoth).ToMatrix().Data, x => Assert.Equal(a[0, 0], x));
        Assert.Throws<ArgumentException>(() => new StridedMatrix<double>(a, StrideKind.ZeroRows).Span.Rows);
        Assert.Equal(0, new StridedMatrix<double>(0, 4, StrideKind.NegativeBoth).View.Rows);
    }

    [Fact]
    public void A_write_into_a_gap_is_found()
    {
        foreach (StrideKind kind in (StrideKind[])[StrideKind.Padded, StrideKind.TransposedPadded, StrideKind.General, StrideKind.SubView])
        {
            StridedMatrix<float> strided = new(new Matrix<float>(3, 3), kind);
            WriteIntoAGap(strided);
            Assert.Throws<PoisonException>(strided.AssertPaddingUntouched);
        }

        PoisonedVector<double> vector = Poison.Vector<double>([1, 2, 3]);
        vector.AssertUntouched();
        foreach (int beyond in (int[])[-67, -1, 3, 69])
        {
            vector = Poison.Vector<double>([1, 2, 3]);
            WriteBeyond(vector, beyond);
            Assert.Throws<PoisonException>(vector.AssertUntouched);
        }
    }

    [Fact]
    public void The_canary_is_a_NaN_that_arithmetic_and_other_NaNs_do_not_imitate()
    {
        Assert.True(double.IsNaN(Poison.Value<double>()) && float.IsNaN(Poison.Value<float>()));
        Assert.True(Poison.Is(Poison.Value<double>()) && Poison.Is(Poison.Value<float>()));
        Assert.False(Poison.Is(double.NaN) || Poison.Is(float.NaN) || Poison.Is(0.0 / Math.Abs(0.0)) || Poison.Is(-double.NaN) || Poison.Is(1.0));
        Assert.True(double.IsNaN(0 * Poison.Value<double>()));
    }

    /// <summary>In the child: first the elements themselves, then one too far.</summary>
    private static unsafe void OverRead(string side, string length)
    {
        using GuardedBuffer<double> buffer = new(int.Parse(length), Enum.Parse<GuardSide>(side));
        double sum = 0;
        foreach (double x in buffer.Span)
        {
            sum += x;
        }

        ChildProcess.BeginCase($"beyond {length}");
        fixed (double* start = &System.Runtime.InteropServices.MemoryMarshal.GetReference(buffer.Span))
        {
            sum += buffer.Side == GuardSide.After ? start[buffer.Length] : start[-1];
        }

        Console.WriteLine($"survived {sum}");
    }

    /// <summary>In the child.</summary>
    private static unsafe void OverWrite(string side, string length)
    {
        using GuardedBuffer<double> buffer = new(int.Parse(length), Enum.Parse<GuardSide>(side));
        buffer.Span.Fill(1);
        ChildProcess.BeginCase($"beyond {length}");
        fixed (double* start = &System.Runtime.InteropServices.MemoryMarshal.GetReference(buffer.Span))
        {
            start[buffer.Side == GuardSide.After ? buffer.Length : -1] = 1;
        }

        Console.WriteLine("survived");
    }

    private static unsafe void WriteOnTheOpenSide(GuardedBuffer<float> buffer)
    {
        fixed (float* start = buffer.Span)
        {
            start[buffer.Side == GuardSide.After ? -1 : buffer.Length] = 0;
        }
    }

    private static unsafe void WriteIntoAGap(StridedMatrix<float> strided)
    {
        MatrixSpan<float> span = strided.Span;
        fixed (float* start = &span[0, 0])
        {
            start[span.RowStride == 1 ? span.ColumnStride - 1 : span.RowStride - 1] = 0;
        }
    }

    private static unsafe void WriteBeyond(PoisonedVector<double> vector, int index)
    {
        fixed (double* start = vector.Span)
        {
            start[index] = 0;
        }
    }
}
