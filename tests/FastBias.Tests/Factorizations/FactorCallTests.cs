using FastBias.Files;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>Calls at the edge of what is allowed: an exception before anything is written, or a status that is true.</summary>
public sealed class FactorCallTests
{
    [Fact]
    public void Residual_norms_beyond_the_right_hand_sides_are_left_alone()
    {
        Testing.TestRandom random = new(3);
        Matrix<double> a = random.NormalMatrix<double>(6, 2), r = Qr<double>.Factor(a).R;
        double[] norms = [1, 2, 3];
        Assert.Equal(Status.Success, QrUpdate.Remove<double>(r, default, norms, a.Row(0), default, out double margin));
        Assert.InRange(margin, 0.01, 1);
        Assert.Equal([1.0, 2, 3], norms);
    }

    [Fact]
    public void Solving_in_place_refuses_factors_with_strides_before_it_writes()
    {
        Testing.TestRandom random = new(4);
        Matrix<double> a = random.NormalMatrix<double>(4, 3), bx = random.NormalMatrix<double>(4, 1);
        double[] tau = new double[3], right = new double[3], before = [.. bx.Data];
        int[] permutation = new int[3];
        int rank = CompleteOrthogonal<double>.FactorInPlace(a, tau, right, permutation, new double[CompleteOrthogonal<double>.WorkspaceLength(4, 3)], 0.9);
        Assert.InRange(rank, 1, 2);
        Matrix<double> turned = Matrix<double>.Copy(a.Transposed);
        double[] workspace = new double[CompleteOrthogonal<double>.SolveWorkspaceLength(4, 3, 1)];
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => CompleteOrthogonal<double>.SolveInPlace(bx, turned.Transposed, tau, right, permutation, rank, workspace)).ParamName);
        Assert.Equal(before, bx.Data);
    }

    [Fact]
    public void The_svd_does_not_solve_beyond_the_range()
    {
        Testing.TestRandom random = new(5);
        Matrix<double> tiny = new([.. random.NormalMatrix<double>(5, 3).Data.Select(x => Math.ScaleB(x, -600))], 5, 3), x = new(3, 1);
        Matrix<double> large = new([.. random.NormalMatrix<double>(5, 1).Data.Select(y => Math.ScaleB(y, 600))], 5, 1);
        Assert.Equal(Status.RankDeficient, Svd<double>.Factor(tiny).Solve(x, large));

        // σ₁ itself is beyond the range.
        Matrix<double> huge = new([.. Enumerable.Repeat(1.7e308, 15)], 5, 3);
        Svd<double> svd = Svd<double>.Factor(huge);
        Assert.Equal(double.PositiveInfinity, svd.S[0]);
        Assert.InRange(svd.Rank(), 1, 3);
        Assert.Equal(Status.RankDeficient, svd.Solve(x, large));
        Assert.InRange(LeastSquares.Solve<double>(huge, large).EnsureSuccess().X[0, 0], -1e-120, 1e-120);
    }

    [Fact]
    public void Under_assume_no_place_is_looked_for()
    {
        Matrix<double> a = new([1, double.NaN, 2, 3], 2, 2);
        Assert.Null(Svd<double>.Factor(a, new() { Finite = FinitePolicy.Assume }).FirstNonFinite);
        Assert.Equal((0, 1), Svd<double>.Factor(a).FirstNonFinite);
    }

    [Fact]
    public void An_adjoint_that_gives_no_numbers_is_a_status_of_the_randomised_svd()
    {
        FunctionOperator<double> bad = new(6, 5, (y, x) => y.Fill(x[0]), (y, _) => y.Fill(double.NaN));
        Assert.Equal(Status.NonFiniteInput, RandomizedSvd.Factor(bad, 2).Status);
        Assert.Equal(Status.NonFiniteInput, RandomizedSvd.Factor(bad, 2, new() { PowerIterations = 0 }).Status);
    }

    [Fact]
    public void A_matrix_that_is_not_square_is_named()
    {
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Lanczos.Eigenpairs(new Matrix<double>(2, 3), 1)).ParamName);
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => PowerIteration.Dominant<double>(new Matrix<double>(0, 0))).ParamName);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_wherever_the_buffer_ends()
    {
        // The carriage return ends what the reader decodes at once; the bytes that are no text come behind it.
        byte[] bytes = [.. "%%MatrixMarket matrix array real general\n1 1\n"u8, .. Enumerable.Repeat((byte)' ', (1 << 16) - 46), (byte)'\r', 0xFF, 0xFE];
        using MemoryStream stream = new(bytes);
        Assert.Contains("not text", Assert.Throws<MatrixFileException>(() => MatrixMarketFile.Read<double>(stream, "x")).Message, StringComparison.Ordinal);
    }
}
