using System.Numerics;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Regressions;

/// <summary>What other libraries hung on, or answered with NaN, is decomposed and solved here; the time limit only turns a hang into a failure.</summary>
public sealed class SavedMatrixTests
{
    private const int Minute = 60_000;

    public static TheoryData<string> Names => [.. SavedMatrix.Names];

    [Theory(Timeout = Minute)]
    [MemberData(nameof(Names))]
    public async Task It_is_decomposed_and_solved(string name) => await Task.Run(() =>
    {
        SavedMatrix saved = SavedMatrix.Read(name);
        Replay<double>(saved);
        Replay<float>(saved);
    });

    [Fact]
    public void Both_kinds_are_there()
    {
        SavedMatrix[] all = [.. SavedMatrix.Names.Select(SavedMatrix.Read)];
        Assert.True(all.Count(saved => saved.IsFinite) >= 15 && all.Count(saved => !saved.IsFinite) >= 5);
        Assert.All(all, saved => Assert.Contains('#', saved.Source));
    }

    private static void Replay<T>(SavedMatrix saved)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = saved.As<T>();
        if (saved.IsFinite)
        {
            Decompose(a);
            Solve(a);
        }
        else
        {
            Refuse(a);
        }
    }

    private static void Decompose<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Svd<T> thin = Svd<T>.Factor(a), full = Svd<T>.Factor(a, new SvdOptions { Vectors = SvdVectors.Full });
        Assert.Equal((Status.Success, Status.Success), (thin.Status, full.Status));
        Assert.All(thin.S, value => Assert.True(T.IsFinite(value) && !T.IsNegative(value)));
        Assert.Equal(thin.S.OrderDescending(), thin.S);
        RatioAssert.AtMost(SvdRatio.Reconstruction<T>(a, thin.U, thin.S, thin.Vt));
        RatioAssert.AtMost(SvdRatio.OrthogonalColumns<T>(full.U));
        RatioAssert.AtMost(SvdRatio.OrthogonalRows<T>(full.Vt));

        Qr<T> qr = Qr<T>.Factor(a);
        RatioAssert.AtMost(QrRatio.Orthogonality<T>(qr.FullQ()));
        RatioAssert.AtMost(QrRatio.Reconstruction<T>(a, qr.Q, qr.R));
        PivotedQr<T> pivoted = PivotedQr<T>.Factor(a);
        RatioAssert.AtMost(QrRatio.Reconstruction<T>(a, pivoted.Q, pivoted.R, pivoted.Permutation));
        RatioAssert.AtMost(QrRatio.Orthogonality<T>(pivoted.Q));
    }

    private static void Solve<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> b = new(a.Rows, 1);
        b.AsSpan().Fill(T.One);
        foreach (LeastSquaresMethod method in (LeastSquaresMethod[])[LeastSquaresMethod.Auto, LeastSquaresMethod.CompleteOrthogonal, LeastSquaresMethod.Svd])
        {
            LeastSquaresSolution<T> solution = LeastSquares.Solve<T>(a, b, new LeastSquaresOptions<T> { Method = method });
            Assert.Equal(Status.Success, solution.Status);
            Assert.All(solution.X.Data, value => Assert.True(T.IsFinite(value)));
        }
    }

    private static void Refuse<T>(Matrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(Status.NonFiniteInput, Svd<T>.Factor(a).Status);
        Assert.Equal(Status.NonFiniteInput, Svd<T>.Factor(a, new SvdOptions { Finite = FinitePolicy.Assume }).Status);
        Assert.Equal(Status.NonFiniteInput, Qr<T>.Factor(a).Status);
        Assert.Equal(Status.NonFiniteInput, PivotedQr<T>.Factor(a).Status);
        Assert.Equal(Status.NonFiniteInput, CompleteOrthogonal<T>.Factor(a).Status);
        Assert.Equal(Status.NonFiniteInput, LeastSquares.Solve<T>(a, new Matrix<T>(a.Rows, 1)).Status);
    }
}
