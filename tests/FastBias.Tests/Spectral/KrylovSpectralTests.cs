using FastBias.Reference;
using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Spectral;

/// <summary>Lanczos, Golub-Kahan and the randomised SVD against the naive decompositions.</summary>
public sealed class KrylovSpectralTests
{
    [Property(MaxTest = 40)]
    public void Lanczos_finds_the_wanted_end_of_any_symmetric_matrix(uint seed)
    {
        TestRandom random = new(seed);
        int n = random.NextInteger(1, 40), count = random.NextInteger(1, Math.Min(n, 6)), block = random.NextInteger(1, 3);
        double[] values = Repeated([.. Enumerable.Range(0, n).Select(_ => random.Uniform(-3, 3))], block);
        Matrix<double> a = Gallery.WithEigenvalues(values, seed).A;
        foreach (SpectrumEnd end in Enum.GetValues<SpectrumEnd>())
        {
            IEnumerable<double> ordered = end switch { SpectrumEnd.Largest => values.OrderByDescending(v => v), SpectrumEnd.Smallest => values.Order(), _ => values.OrderByDescending(Math.Abs) };
            DominantEigenpairs<double> pairs = Lanczos.Eigenpairs(a, count, new LanczosOptions { End = end, BlockSize = block, BasisSize = n < count + (2 * block) + 4 ? null : count + (2 * block) + 4 });
            double[] expected = [.. ordered.Take(count)];
            double scale = Math.Max(1e-300, values.Max(Math.Abs));
            Assert.True(pairs.Status == Status.Success, $"n = {n}, k = {count}, b = {block}: {pairs.Status} after {pairs.Iterations}");
            for (int k = 0; k < count; k++)
            {
                Assert.True(Math.Abs(Math.Abs(pairs.Values[k]) - Math.Abs(expected[k])) <= 1e-10 * scale, $"{end} {k} of {n} (b = {block}): {pairs.Values[k]} for {expected[k]}");
                Assert.True(TrueResidual(a, pairs, k) <= 1e-11 * scale, $"{end} {k} of {n} (b = {block}): residual {TrueResidual(a, pairs, k)}, said {pairs.Residuals[k]}");
            }

            Assert.True(SvdRatio.OrthogonalColumns<double>(pairs.Vectors) <= 10, $"{end} {n} (k = {count}, b = {block}): {SvdRatio.OrthogonalColumns<double>(pairs.Vectors)}");
        }
    }

    [Property(MaxTest = 40)]
    public void Golub_Kahan_finds_the_largest_singular_values_of_any_matrix(uint seed)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(1, 60), n = random.NextInteger(1, 60), small = Math.Min(m, n), count = random.NextInteger(1, Math.Min(small, 6)), block = random.NextInteger(1, 3);
        double[] sigma = [.. Repeated([.. Enumerable.Range(0, small).Select(_ => random.Uniform(0, 3))], block).OrderDescending()];
        Matrix<double> a = Gallery.WithSingularValues(m, n, sigma, seed).A;
        PartialSvd<double> svd = GolubKahan.Triplets(a, count, new LanczosOptions { BlockSize = block, BasisSize = small < count + (2 * block) + 4 ? null : count + (2 * block) + 4 });
        Assert.True(svd.Status == Status.Success, $"{m}x{n}, k = {count}, b = {block}: {svd.Status} after {svd.Iterations}");
        CheckTriplets(a, svd, sigma, 1e-11);
        PartialSvd<double> operation = GolubKahan.Triplets(new DenseOperator<double>(a), count, new LanczosOptions { BlockSize = block });
        Assert.Equal(Status.Success, operation.Status);
        CheckTriplets(a, operation, sigma, 1e-11);
    }

    [Fact]
    public void Progress_is_told_of_every_application()
    {
        Matrix<double> a = Gallery.WithEigenvalues([.. Enumerable.Range(1, 60).Select(k => (double)k)], 4).A;
        List<int> steps = [];
        LanczosOptions options = new() { Progress = new Receiver(steps.Add) };
        DominantEigenpairs<double> pairs = Lanczos.Eigenpairs(a, 2, options);
        Assert.Equal(Enumerable.Range(1, pairs.Iterations), steps);
        steps.Clear();
        PartialSvd<double> svd = GolubKahan.Triplets(new DenseOperator<double>(a), 2, options);
        Assert.Equal(Enumerable.Range(1, svd.Iterations), steps);
    }

    [Property(MaxTest = 30)]
    public void Verified_pairs_have_every_copy_of_a_multiple_value(uint seed)
    {
        TestRandom random = new(seed);
        int n = random.NextInteger(2, 50), count = random.NextInteger(1, Math.Min(n, 8));

        // Clusters of equal values of any size: projections, identities, and everything between.
        double[] kinds = [.. Enumerable.Range(0, random.NextInteger(1, 6)).Select(_ => random.Uniform(-3, 3))];
        double[] values = [.. Enumerable.Range(0, n).Select(_ => kinds[random.NextInteger(0, kinds.Length - 1)])];
        Matrix<double> a = Gallery.WithEigenvalues(values, seed).A;
        double scale = values.Max(Math.Abs);
        foreach (SpectrumEnd end in Enum.GetValues<SpectrumEnd>())
        {
            double[] expected = [.. (end switch { SpectrumEnd.Largest => values.OrderByDescending(v => v), SpectrumEnd.Smallest => values.Order(), _ => values.OrderByDescending(Math.Abs) }).Take(count)];
            DominantEigenpairs<double> pairs = Lanczos.Eigenpairs(a, count, new LanczosOptions { End = end, Verify = true });
            Assert.True(pairs.Status == Status.Success && pairs.Verified, $"{end}, {n}, {count}");
            Assert.All(pairs.Values.Zip(expected), pair => Assert.True(Math.Abs(Math.Abs(pair.First) - Math.Abs(pair.Second)) <= 1e-10 * scale, $"{end}, n = {n}, k = {count}: {string.Join(' ', pairs.Values)} for {string.Join(' ', expected)}"));
            Assert.True(SvdRatio.OrthogonalColumns<double>(pairs.Vectors) <= 10);
        }

        int m = n + random.NextInteger(0, 30);
        double[] sigma = [.. values.Select(Math.Abs).OrderDescending()];
        foreach (bool wide in (bool[])[false, true])
        {
            Matrix<double> rectangular = wide ? Gallery.WithSingularValues(n, m, sigma, seed).A : Gallery.WithSingularValues(m, n, sigma, seed).A;
            PartialSvd<double> svd = GolubKahan.Triplets(rectangular, count, new LanczosOptions { Verify = true });
            Assert.True(svd.Status == Status.Success && svd.Verified, $"{m}x{n}, {count}");
            CheckTriplets(rectangular, svd, sigma, 1e-10);
        }
    }

    [Fact]
    public void Copies_that_a_single_vector_passes_over_are_found_by_verifying()
    {
        double[] values = [.. Enumerable.Repeat(1.0, 5), .. Enumerable.Range(0, 195).Select(k => 0.9 * Math.Pow(0.97, k))];
        Matrix<double> a = Gallery.WithEigenvalues(values, 3).A;
        DominantEigenpairs<double> plain = Lanczos.Eigenpairs(a, 4), verified = Lanczos.Eigenpairs(a, 4, new LanczosOptions { Verify = true });
        Assert.False(plain.Verified);
        Assert.True(plain.Values[3] < 0.95, "one vector finds one copy, and takes others for the rest");
        Assert.True(verified.Verified);
        Assert.All(verified.Values, v => Assert.Equal(1, v, 12));
        Assert.True(verified.Iterations > plain.Iterations);
        Assert.True(Lanczos.Eigenpairs(Matrix<double>.Identity(30), 30, new LanczosOptions { Verify = true }).Verified);
    }

    [Fact]
    public void Small_singular_values_are_not_lost_to_squares()
    {
        // 1e-7 of the largest: a method on AᵀA has only two digits of it.
        double[] sigma = [1, 1e-3, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12];
        foreach (int m in (int[])[8, 20, 60])
        {
            Matrix<double> a = Gallery.WithSingularValues(m, 8, sigma, 3).A;
            PartialSvd<double> svd = GolubKahan.Triplets(a, 3, new LanczosOptions { RelativeTolerance = 1e-15 });
            Assert.Equal(Status.Success, svd.Status);
            Assert.InRange(svd.S[2], 1e-7 * (1 - 1e-7), 1e-7 * (1 + 1e-7));
        }
    }

    [Fact]
    public void Restarts_reach_a_crowded_end_and_the_cap_is_reported()
    {
        Matrix<double> a = Gallery.WithEigenvalues([.. Enumerable.Range(0, 300).Select(k => Math.Cos(Math.PI * k / 300))], 5).A;
        DominantEigenpairs<double> pairs = Lanczos.Eigenpairs(a, 4, new LanczosOptions { End = SpectrumEnd.Largest, BasisSize = 20 });
        Assert.Equal(Status.Success, pairs.Status);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(Math.Cos(Math.PI * k / 300), pairs.Values[k], 11);
        }

        DominantEigenpairs<double> cut = Lanczos.Eigenpairs(a, 4, new LanczosOptions { BasisSize = 20, MaxIterations = 25 });
        Assert.Equal((Status.NotConverged, 25), (cut.Status, cut.Iterations));
        Assert.Contains(cut.Residuals, r => r > 1e-9);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(TrueResidual(a, cut, k), cut.Residuals[k], 12);
        }
    }

    [Fact]
    public void Zero_identity_and_rank_one_end_at_once()
    {
        Assert.Equal([0, 0], Lanczos.Eigenpairs(new Matrix<double>(30, 30), 2).Values);
        Assert.All(Lanczos.Eigenpairs(Matrix<double>.Identity(30), 3).Values, v => Assert.Equal(1, v, 13));
        PartialSvd<double> ones = GolubKahan.Triplets(Gallery.Ones(40, 30).A, 2);
        Assert.Equal(Math.Sqrt(1200), ones.S[0], 11);
        Assert.Equal(0, ones.S[1], 11);
    }

    [Fact]
    public void Powers_of_two_move_the_values_exactly_and_seeds_have_their_bits()
    {
        Matrix<double> a = Gallery.WithSingularValues(50, 12, [.. Enumerable.Range(1, 12).Select(k => 1.0 / k)], 3).A, scaled = new([.. a.Data.Select(v => Math.ScaleB(v, 60))], 50, 12);
        Assert.Equal(GolubKahan.Triplets(a, 3).S.Select(s => Math.ScaleB(s, 60)), GolubKahan.Triplets(scaled, 3).S);
        Assert.Equal(GolubKahan.Triplets(a, 3).U.Data, GolubKahan.Triplets(scaled, 3).U.Data);
        Assert.Equal(RandomizedSvd.Factor(a, 3).S.Select(s => Math.ScaleB(s, 60)), RandomizedSvd.Factor(scaled, 3).S);
        Assert.Equal(RandomizedSvd.Factor(a, 3).Vt.Data, RandomizedSvd.Factor(a, 3, new RandomizedSvdOptions { Parallelism = Parallelism.Threads(3) }).Vt.Data);
        Assert.NotEqual(RandomizedSvd.Factor(a, 3).Vt.Data, RandomizedSvd.Factor(a, 3, new RandomizedSvdOptions { Seed = 2 }).Vt.Data);
    }

    [Property(MaxTest = 20)]
    public void The_randomised_svd_keeps_its_bounds(uint seed)
    {
        TestRandom random = new(seed);
        int m = random.NextInteger(12, 60), n = random.NextInteger(12, 60), count = random.NextInteger(1, 6);
        double decay = random.Uniform(0.5, 0.95);
        double[] sigma = [.. Enumerable.Range(0, Math.Min(m, n)).Select(k => Math.Pow(decay, k))];
        Matrix<double> a = Gallery.WithSingularValues(m, n, sigma, seed).A;
        RandomizedSvdOptions options = new() { Oversampling = 5, Seed = seed };
        PartialSvd<double> svd = RandomizedSvd.Factor(a, count, options);
        Assert.Equal(Status.Success, svd.Status);
        for (int k = 0; k < count; k++)
        {
            // M. Gu (SIAM J. Sci. Comput. 37, 2015, theorem 4.3): a value is short by a share of (σ_(k+p+1)/σ_j)^(4q+2), times a factor of the Gaussian start that is seldom large.
            double ratio = sigma[count + options.Oversampling] / sigma[k], missing = Math.Min(0.1, 1e4 * Math.Pow(ratio, (4 * options.PowerIterations) + 2));
            Assert.InRange(svd.S[k], sigma[k] * (1 - missing - 1e-12), sigma[k] * (1 + 1e-12));
        }

        double[,] rest = Dense.Generate(m, n, (i, j) => a[i, j] - Enumerable.Range(0, count).Sum(k => svd.U[i, k] * svd.S[k] * svd.Vt[k, j]));
        double error = NaiveSvd.Values(rest)[0];
        Assert.InRange(error, sigma[count] * (1 - 1e-10), sigma[count] + svd.RangeError + (0.05 * sigma[count]));
        Assert.True(SvdRatio.OrthogonalColumns<double>(svd.U) <= 10);
    }

    [Fact]
    public void Exact_rank_is_found_exactly_by_the_randomised_svd()
    {
        Matrix<double> a = Gallery.WithSingularValues(80, 50, [.. Enumerable.Range(0, 50).Select(k => k < 5 ? 5.0 - k : 0)], 4).A;
        PartialSvd<double> svd = RandomizedSvd.Factor(a, 5, new RandomizedSvdOptions { PowerIterations = 0, Oversampling = 3 });
        Assert.Equal([5, 4, 3, 2, 1], svd.S.Select(s => Math.Round(s, 12)));
        Assert.True(svd.RangeError <= 1e-12);
    }

    [Fact]
    public void Bad_input_wrong_calls_and_cancellation()
    {
        Matrix<double> a = new TestRandom(1).UniformMatrix<double>(10, 10), bad = a.Clone();
        bad[3, 4] = double.NaN;
        Assert.Equal((Status.NonFiniteInput, (3, 4)), (Lanczos.Eigenpairs(bad, 2).Status, Lanczos.Eigenpairs(bad, 2).FirstNonFinite));
        Assert.Equal((Status.NonFiniteInput, (3, 4)), (GolubKahan.Triplets(bad, 2).Status, GolubKahan.Triplets(bad, 2).FirstNonFinite));
        Assert.Equal((Status.NonFiniteInput, (3, 4)), (RandomizedSvd.Factor(bad, 2).Status, RandomizedSvd.Factor(bad, 2).FirstNonFinite));
        Assert.Equal(Status.NonFiniteInput, Lanczos.Eigenpairs(new DenseOperator<double>(bad), 2).Status);
        Assert.Equal(Status.NonFiniteInput, GolubKahan.Triplets(new DenseOperator<double>(bad), 2).Status);
        Assert.Equal(Status.NonFiniteInput, RandomizedSvd.Factor(new DenseOperator<double>(bad), 2).Status);
        LanczosOptions cancelled = new() { CancellationToken = new(true) };
        Assert.Equal(Status.Cancelled, Lanczos.Eigenpairs(a, 2, cancelled).Status);
        Assert.Equal(Status.Cancelled, GolubKahan.Triplets(a, 2, cancelled).Status);
        Assert.Equal(Status.Cancelled, RandomizedSvd.Factor(a, 2, new RandomizedSvdOptions { CancellationToken = new(true) }).Status);
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanczos.Eigenpairs(a, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => GolubKahan.Triplets(a, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedSvd.Factor(a, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanczos.Eigenpairs(a, 2, new LanczosOptions { BasisSize = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanczos.Eigenpairs(a, 2, new LanczosOptions { BlockSize = 0 }));
        Assert.Throws<ArgumentException>(() => Lanczos.Eigenpairs(new Matrix<double>(3, 4), 1));
    }

    [Fact]
    public void Single_precision_works_too()
    {
        Matrix<float> a = new TestRandom(2).UniformMatrix<float>(90, 20);
        double[] sigma = NaiveSvd.Values(LeastSquaresTests.Measure.ToDouble(a));
        Assert.All(GolubKahan.Triplets(a, 4).S.Zip(sigma), pair => Assert.InRange(pair.First, pair.Second * (1 - 1e-4), pair.Second * (1 + 1e-4)));
        Assert.All(Lanczos.Eigenpairs(new GramOperator<float>(new DenseOperator<float>(a)), 4).Values.Zip(sigma), pair => Assert.InRange(pair.First, pair.Second * pair.Second * (1 - 1e-4), pair.Second * pair.Second * (1 + 1e-4)));
    }

    /// <summary>The first value as often as a block has vectors: what a block method must find, and one of single vectors need not.</summary>
    private static double[] Repeated(double[] values, int times)
    {
        for (int k = 1; k < Math.Min(times, values.Length); k++)
        {
            values[k] = values[0];
        }

        return values;
    }

    private static double TrueResidual(Matrix<double> a, DominantEigenpairs<double> pairs, int k)
    {
        double[] v = pairs.Vectors.Column(k), image = NaiveLeastSquares.Apply(a.ToArray(), v);
        return NaiveLeastSquares.Norm([.. image.Zip(v, (p, q) => p - (pairs.Values[k] * q))]);
    }

    private static void CheckTriplets(Matrix<double> a, PartialSvd<double> svd, double[] sigma, double tolerance)
    {
        double scale = Math.Max(1e-300, sigma[0]);
        for (int k = 0; k < svd.S.Length; k++)
        {
            Assert.True(Math.Abs(svd.S[k] - sigma[k]) <= tolerance * scale, $"{k} of {a.Rows}x{a.Columns}: {svd.S[k]} for {sigma[k]}");
            double[] v = Dense.Column(Dense.Transpose(svd.Vt.ToArray()), k), u = svd.U.Column(k);
            Assert.True(NaiveLeastSquares.Norm([.. NaiveLeastSquares.Apply(a.ToArray(), v).Zip(u, (p, q) => p - (svd.S[k] * q))]) <= tolerance * scale, "A v");
            Assert.True(NaiveLeastSquares.Norm([.. NaiveLeastSquares.Apply(Dense.Transpose(a.ToArray()), u).Zip(v, (p, q) => p - (svd.S[k] * q))]) <= tolerance * scale, "A'u");
        }

        Assert.True(SvdRatio.OrthogonalColumns<double>(svd.U) <= 10, $"U {SvdRatio.OrthogonalColumns<double>(svd.U)}");
        Assert.True(SvdRatio.OrthogonalColumns<double>(Matrix<double>.Copy(svd.Vt.Transposed)) <= 10, $"V {SvdRatio.OrthogonalColumns<double>(Matrix<double>.Copy(svd.Vt.Transposed))}");
    }

    /// <summary>Hears on the calling thread, as Progress&lt;T&gt; does not.</summary>
    private sealed class Receiver(Action<int> hear) : IProgress<int>
    {
        public void Report(int value) => hear(value);
    }
}
