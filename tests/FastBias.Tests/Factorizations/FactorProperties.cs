using FastBias.Testing;
using Xunit;

namespace FastBias.Tests.Factorizations;

/// <summary>Relations between a problem and a changed one, over random shapes.</summary>
public sealed class FactorProperties
{
    [Property(MaxTest = 60)]
    public void Reconstruction_and_orthogonality_have_small_ratios(Shape shape, int kind)
    {
        string name = FactorMatrices.Kinds[(int)((uint)kind % FactorMatrices.Kinds.Length)];
        Matrix<double> a = FactorMatrices.Make<double>(name, shape.Rows, shape.Columns);
        int shift = FactorRatios.Shift<double>(a);
        double[,] dense = Dense.Load<double>(a, shift);
        Assert.InRange(FactorRatios.Residual<double>(dense, Dense.Load<double>(Qr<double>.Factor(a).Reconstruct(), shift)), 0, FactorRatios.Limit);
        Assert.InRange(FactorRatios.Residual<double>(dense, Dense.Load<double>(PivotedQr<double>.Factor(a).Reconstruct(), shift)), 0, FactorRatios.Limit);
        Assert.InRange(FactorRatios.Orthogonality<double>(Qr<double>.Factor(a).Q), 0, FactorRatios.Limit);
    }

    [Property(MaxTest = 60)]
    public void Negating_A_negates_R_and_leaves_Q(Shape shape)
    {
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", shape.Rows, shape.Columns);
        Matrix<double> negative = new([.. a.Data.Select(x => -x)], shape.Rows, shape.Columns);
        Qr<double> plain = Qr<double>.Factor(a), other = Qr<double>.Factor(negative);
        Assert.Equal(plain.Q.Data, other.Q.Data);
        Assert.Equal(plain.R.Data.Select(x => -x), other.R.Data);
    }

    [Property(MaxTest = 60)]
    public void Columns_appended_on_the_right_leave_the_reflectors(Shape shape, byte more)
    {
        Matrix<double> wide = FactorMatrices.Make<double>("gaussian", shape.Rows, shape.Columns + (more % 40));
        Matrix<double> a = Matrix<double>.Copy(wide.Slice(0, 0, shape.Rows, shape.Columns));
        double[,] narrow = Dense.Load<double>(Qr<double>.Factor(a).R), all = Dense.Load<double>(Qr<double>.Factor(wide).R);
        for (int i = 0; i < narrow.GetLength(0); i++)
        {
            for (int j = 0; j < narrow.GetLength(1); j++)
            {
                Assert.Equal(narrow[i, j], all[i, j], 1e-12);
            }
        }
    }

    [Property(MaxTest = 60)]
    public void Duplicated_rows_weigh_like_the_square_root_of_two(Shape shape)
    {
        (int m, int n) = (shape.Rows + shape.Columns, shape.Columns);
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), b = FactorMatrices.Make<double>("integers", m, 1);
        Matrix<double> twice = new(2 * m, n), twiceB = new(2 * m, 1), x = new(n, 1), y = new(n, 1);
        for (int copy = 0; copy < 2; copy++)
        {
            a.AsSpan().CopyTo(twice.Slice(copy * m, 0, m, n));
            b.AsSpan().CopyTo(twiceB.Slice(copy * m, 0, m, 1));
        }

        Qr<double> qr = Qr<double>.Factor(a);
        Assert.Equal(Status.Success, qr.Solve(x, b));
        Assert.Equal(Status.Success, Qr<double>.Factor(twice).Solve(y, twiceB));
        double bound = 1e-13 * Math.Max(1, m) * Math.Max(1, qr.ConditionEstimate * qr.ConditionEstimate) * (1 + Dense.OneNorm(Dense.Load<double>(x)));
        Assert.InRange(Dense.OneNorm(Dense.Subtract(Dense.Load<double>(x), Dense.Load<double>(y))), 0, bound);
    }

    [Property(MaxTest = 60)]
    public void The_minimum_norm_solution_is_shorter_than_any_other(Shape shape)
    {
        (int m, int n) = (shape.Rows, shape.Rows + shape.Columns);
        Matrix<double> a = FactorMatrices.Make<double>("gaussian", m, n), other = FactorMatrices.Make<double>("gaussian", n, 1), b = Product.Multiply(a, other), x = new(n, 1);
        Assert.Equal(Status.Success, CompleteOrthogonal<double>.Factor(a).SolveMinimumNorm(x, b));
        Assert.InRange(VectorProduct.Norm<double>(x.Data), 0, VectorProduct.Norm<double>(other.Data) * (1 + 1e-10));
    }
}
