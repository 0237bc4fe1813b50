using System.Numerics;

namespace FastBias.Bench.Peers;

/// <content>QR: geqrf, orgqr, geqp3.</content>
internal sealed unsafe partial class Lapack<T>
{
    /// <summary>Work space for geqrf and, if it needs more, orgqr.</summary>
    internal LapackWork<T> QrWork(int m, int n)
    {
        int query = -1, info = 0, k = Math.Min(m, n), lda = Math.Max(1, m);
        T factor = T.One, form = T.One, dummy = T.Zero;
        _geqrf(&m, &n, &dummy, &lda, &dummy, &factor, &query, &info);
        RequireZero(info, "geqrf (query)");
        _orgqr(&m, &k, &k, &dummy, &lda, &dummy, &form, &query, &info);
        RequireZero(info, "orgqr (query)");
        return new(int.CreateTruncating(T.Max(factor, form)), 1);
    }

    /// <summary>A (m x n) becomes R and the reflectors.</summary>
    internal void Geqrf(int m, int n, T* a, T* tau, LapackWork<T> work)
    {
        int length = work.Length, info = 0;
        _geqrf(&m, &n, a, &m, tau, work.Pointer, &length, &info);
        RequireZero(info, "geqrf");
    }

    /// <summary>The reflectors in A (m x k) become the thin Q.</summary>
    internal void Orgqr(int m, int k, T* a, T* tau, LapackWork<T> work)
    {
        int length = work.Length, info = 0;
        _orgqr(&m, &k, &k, a, &m, tau, work.Pointer, &length, &info);
        RequireZero(info, "orgqr");
    }

    /// <summary>Work space for geqp3; the integers are JPVT.</summary>
    internal LapackWork<T> PivotedQrWork(int m, int n)
    {
        int query = -1, info = 0, pivots = 0, lda = Math.Max(1, m);
        T length = T.One, dummy = T.Zero;
        _geqp3(&m, &n, &dummy, &lda, &pivots, &dummy, &length, &query, &info);
        RequireZero(info, "geqp3 (query)");
        return new(int.CreateTruncating(length), n);
    }

    /// <summary>A·P = Q·R; JPVT is set to "every column is free" first.</summary>
    internal void Geqp3(int m, int n, T* a, T* tau, LapackWork<T> work)
    {
        int length = work.Length, info = 0;
        work.IntegerSpan.Clear();
        _geqp3(&m, &n, a, &m, work.Integers, tau, work.Pointer, &length, &info);
        RequireZero(info, "geqp3");
    }
}
