using FastBias.Testing;
using Xunit;

namespace FastBias.Kernels.Tests;

/// <summary>Many callers at once, each with products of its own whose results are known.</summary>
public class ConcurrencyTests
{
    private const int Callers = 16;

    [Fact]
    public void Mixed_products_on_many_threads_with_known_answers()
    {
        int rounds = TestScale.Of(40), wrong = 0;
        Job[] jobs = [.. Enumerable.Range(0, 12).Select(seed => new Job((ulong)seed))];
        Thread[] callers = [.. Enumerable.Range(0, Callers).Select(caller => new Thread(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                if (!jobs[(round + (5 * caller)) % jobs.Length].IsRight(Parallelism.Threads(1 + ((round + caller) % 4))))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }))];
        foreach (Thread caller in callers)
        {
            caller.Start();
        }

        foreach (Thread caller in callers)
        {
            caller.Join();
        }

        Assert.Equal(0, wrong);
    }

    /// <summary>A product, a Gram matrix, a matrix times vector, a norm and a solve with results from one thread.</summary>
    private sealed class Job
    {
        private readonly Matrix<double> _a, _b, _product, _gram, _solution;
        private readonly Matrix<float> _single, _singleProduct;
        private readonly double[] _vector;
        private readonly double _norm;

        public Job(ulong seed)
        {
            TestRandom random = new(seed);
            int size = 20 + (17 * (int)seed);
            _a = random.UniformMatrix<double>(size, size + 3);
            _b = random.UniformMatrix<double>(size + 3, size + 30);
            _single = random.UniformMatrix<float>(size, size);
            (_product, _gram, _solution, _singleProduct, _vector, _norm) = Compute(default);
        }

        public bool IsRight(Parallelism parallelism)
        {
            var (product, gram, solution, singleProduct, vector, norm) = Compute(parallelism);
            return product.Data.AsSpan().SequenceEqual(_product.Data) && gram.Data.AsSpan().SequenceEqual(_gram.Data)
                && solution.Data.AsSpan().SequenceEqual(_solution.Data) && singleProduct.Data.AsSpan().SequenceEqual(_singleProduct.Data)
                && vector.AsSpan().SequenceEqual(_vector) && norm == _norm;
        }

        private (Matrix<double> Product, Matrix<double> Gram, Matrix<double> Solution, Matrix<float> SingleProduct, double[] Vector, double Norm) Compute(Parallelism parallelism)
        {
            Matrix<double> gram = new(_a.Columns, _a.Columns), solution = _a.Clone();
            Product.Gram(gram.AsSpan(), _a, parallelism);
            Triangular.Solve(solution.AsSpan(), _a.Slice(0, 0, _a.Rows, _a.Rows), Triangle.Upper, unitDiagonal: true, parallelism);
            double[] vector = new double[_a.Rows];
            Product.Multiply(vector, _a, _b.Column(0), parallelism);
            double norm = VectorProduct.Norm<double>(_a.Data.Select(value => value * 1e-200).ToArray());
            return (Product.Multiply(_a, _b, parallelism), gram, solution, Product.Multiply(_single, _single, parallelism), vector, norm);
        }
    }
}
