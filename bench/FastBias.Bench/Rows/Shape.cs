namespace FastBias.Bench.Rows;

/// <summary>The dimensions of one problem: C (m x n) from k, or A (m x n) with k right-hand sides.</summary>
/// <param name="M">Rows.</param>
/// <param name="N">Columns.</param>
/// <param name="K">The third dimension, 0 where the operation has none.</param>
/// <param name="Variant">What the operation offers beside its plain form: "NT", "sub", …; empty for the plain one.</param>
internal readonly record struct Shape(int M, int N, int K = 0, string Variant = "")
{
    /// <summary>A rough count of multiply-adds, to order shapes by cost.</summary>
    internal double Cost => (double)M * N * (K > 0 ? K : Math.Min(M, N));

    /// <summary>"64", "64x32", "64x32x16 NT".</summary>
    public override string ToString()
    {
        string size = M == N && (K == 0 || K == N) ? $"{N}" : K == 0 ? $"{M}x{N}" : $"{M}x{N}x{K}";
        return Variant.Length == 0 ? size : $"{size} {Variant}";
    }
}
