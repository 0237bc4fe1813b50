namespace FastBias.Bench.Peers;

/// <content>Cholesky: potrf.</content>
internal sealed unsafe partial class Lapack<T>
{
    /// <summary>The upper triangle of A (n x n by columns), which is the lower one by rows, becomes its factor.</summary>
    internal void Potrf(int n, T* a)
    {
        int info = 0;
        byte upper = (byte)'U';
        _potrf(&upper, &n, a, &n, &info, 1);
        RequireZero(info, "potrf");
    }
}
