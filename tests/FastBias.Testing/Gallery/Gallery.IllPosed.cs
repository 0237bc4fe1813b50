using FastBias.Reference;

namespace FastBias.Testing;

/// <summary>A discrete ill-posed problem: b = A·x for a smooth known x.</summary>
public sealed record IllPosedProblem(string Name, Matrix<double> A, double[] X, double[] B);

/// <content>First-kind integral equations of Hansen's Regularization Tools, by the midpoint rule, for any n.</content>
public static partial class Gallery
{
    /// <summary>shaw, phillips, heat, baart, foxgood, gravity, deriv2, wing, ursell, spikes.</summary>
    public static IReadOnlyList<string> IllPosedNames => ["shaw", "phillips", "heat", "baart", "foxgood", "gravity", "deriv2", "wing", "ursell", "spikes"];

    /// <summary>The problem of this name: A holds h·K(sᵢ, tⱼ) at midpoints, X the solution there, B the exact product rounded once.</summary>
    public static IllPosedProblem IllPosed(string name, int n)
    {
        Matrix<double> a = Kernel(name, n);
        double[] x = [.. Enumerable.Range(0, n).Select(j => Solution(name, (j + 0.5) / n))];
        double[] b = [.. Enumerable.Range(0, n).Select(i => DoubleDoubleMatrix.Dot(a.Row(i), x).Hi)];
        return new IllPosedProblem(name, a, x, b);
    }

    private static bool IsSymmetricKernel(string name) => name is "shaw" or "phillips" or "foxgood" or "gravity" or "deriv2" or "ursell";

    private static Matrix<double> Kernel(string name, int n) => name switch
    {
        "shaw" => Midpoint(n, -Math.PI / 2, Math.PI / 2, -Math.PI / 2, Math.PI / 2, Shaw),
        "phillips" => Midpoint(n, -6, 6, -6, 6, (s, t) => PhillipsBump(s - t)),
        "heat" => Heat(n),
        "baart" => Midpoint(n, 0, Math.PI / 2, 0, Math.PI, (s, t) => Math.Exp(s * Math.Cos(t))),
        "foxgood" => Midpoint(n, 0, 1, 0, 1, (s, t) => Math.Sqrt((s * s) + (t * t))),
        "gravity" => Midpoint(n, 0, 1, 0, 1, (s, t) => 0.25 * Math.Pow(0.0625 + ((s - t) * (s - t)), -1.5)),
        "deriv2" => Midpoint(n, 0, 1, 0, 1, (s, t) => s < t ? s * (t - 1) : t * (s - 1)),
        "wing" => Midpoint(n, 0, 1, 0, 1, (s, t) => t * Math.Exp(-s * t * t)),
        "ursell" => Midpoint(n, 0, 1, 0, 1, (s, t) => 1 / (s + t + 1)),
        "spikes" => Midpoint(n, 0, 5, 0, 5, (s, t) => s / (2 * Math.Sqrt(Math.PI * t * t * t)) * Math.Exp(-s * s / (4 * t))),
        _ => throw new ArgumentException($"No ill-posed problem is called \"{name}\".", nameof(name)),
    };

    private static Matrix<double> Midpoint(int n, double s0, double s1, double t0, double t1, Func<double, double, double> kernel)
    {
        double h = (t1 - t0) / n;
        return Generate(n, n, (i, j) => h * kernel(s0 + ((s1 - s0) * (i + 0.5) / n), t0 + (h * (j + 0.5))));
    }

    /// <summary>(cos s + cos t)²·(sin u / u)², u = π(sin s + sin t).</summary>
    private static double Shaw(double s, double t)
    {
        double u = Math.PI * (Math.Sin(s) + Math.Sin(t)), sinc = Math.Abs(u) < 1e-9 ? 1 : Math.Sin(u) / u, c = Math.Cos(s) + Math.Cos(t);
        return c * c * sinc * sinc;
    }

    private static double PhillipsBump(double x) => Math.Abs(x) < 3 ? 1 + Math.Cos(Math.PI * x / 3) : 0;

    /// <summary>Lower triangular Toeplitz: the Volterra kernel t^(−3/2)/(2√π)·exp(−1/(4t)) of the inverse heat equation.</summary>
    private static Matrix<double> Heat(int n) => Generate(n, n, (i, j) =>
    {
        double t = (i - j + 0.5) / n;
        return i < j ? 0 : Math.Exp(-1 / (4 * t)) / (2 * Math.Sqrt(Math.PI) * n * Math.Pow(t, 1.5));
    });

    /// <summary>The solution at the fraction <paramref name="p"/> of its interval.</summary>
    private static double Solution(string name, double p) => name switch
    {
        "shaw" => (2 * Math.Exp(-6 * Square((Math.PI * (p - 0.5)) - 0.8))) + Math.Exp(-2 * Square((Math.PI * (p - 0.5)) + 0.5)),
        "phillips" => PhillipsBump((12 * p) - 6),
        "heat" => p < 0.1 ? 75 * p * p : p < 0.15 ? 0.75 + ((20 * p - 2) * (3 - (20 * p))) : p < 0.5 ? 0.75 * Math.Exp(-2 * ((20 * p) - 3)) : 0,
        "baart" => Math.Sin(Math.PI * p),
        "gravity" => Math.Sin(Math.PI * p) + (0.5 * Math.Sin(2 * Math.PI * p)),
        "wing" => p > 1.0 / 3 && p < 2.0 / 3 ? 1 : 0,
        "spikes" => Math.Exp(-5 * p) * (Math.Floor(p * 10) % 2 == 0 ? 1 : 0.1),
        "ursell" => 1,
        _ => p,
    };

    private static double Square(double x) => x * x;
}
