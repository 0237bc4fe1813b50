using System.Numerics;

namespace FastBias;

/// <summary>A constant term by centring: the means are taken out of the columns and come back in the constant.</summary>
internal static class Centering
{
    /// <summary>A minus the means of its columns; A itself and zeros where nothing is to be centred. A constant column becomes exactly zero.</summary>
    public static (Matrix<T> Centered, T[] Means) Columns<T>(Matrix<T> a, bool center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] means = new T[a.Columns];
        if (!center || a.Rows == 0)
        {
            return (a, means);
        }

        Matrix<T> centered = a.Clone();
        for (int j = 0; j < means.Length; j++)
        {
            means[j] = Mean(a, j);
            for (int i = 0; i < a.Rows; i++)
            {
                centered[i, j] -= means[j];
            }
        }

        return (centered, means);
    }

    /// <summary>mean(b) − mean(a)·x for each right-hand side.</summary>
    public static T[] Intercepts<T>(Matrix<T> x, T[] meansA, T[] meansB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] intercepts = new T[x.Columns];
        for (int j = 0; j < intercepts.Length; j++)
        {
            CompensatedSum<T> sum = default;
            sum.Add(meansB[j]);
            for (int k = 0; k < x.Rows; k++)
            {
                sum.AddProduct(-meansA[k], x[k, j]);
            }

            intercepts[j] = sum.Value;
        }

        return intercepts;
    }

    private static T Mean<T>(Matrix<T> a, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompensatedSum<T> sum = default;
        bool constant = true;
        for (int i = 0; i < a.Rows; i++)
        {
            sum.Add(a[i, column]);
            constant &= a[i, column] == a[0, column];
        }

        return constant ? a[0, column] : sum.Value / T.CreateTruncating(a.Rows);
    }
}
