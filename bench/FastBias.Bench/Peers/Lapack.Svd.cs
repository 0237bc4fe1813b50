using System.Numerics;

namespace FastBias.Bench.Peers;

/// <content>SVD: gesdd (divide and conquer), gesvj and gejsv (one-sided Jacobi).</content>
internal sealed unsafe partial class Lapack<T>
{
    /// <summary>Work space for gesdd with thin vectors ('S') or none ('N').</summary>
    internal LapackWork<T> GesddWork(char job, int m, int n)
    {
        int query = -1, info = 0, integers = 0, k = Math.Min(m, n);
        byte j = (byte)job;
        T length = T.One, dummy = T.Zero;
        _gesdd(&j, &m, &n, &dummy, &m, &dummy, &dummy, &m, &dummy, &k, &length, &query, &integers, &info, 1);
        RequireZero(info, "gesdd (query)");
        return new(int.CreateTruncating(length), 8 * k);
    }

    /// <summary>A = U·diag(s)·Vᵀ; U is m x k, Vᵀ k x n, k = min(m, n); both are ignored for 'N'.</summary>
    internal void Gesdd(char job, int m, int n, T* a, T* s, T* u, T* vt, LapackWork<T> work)
    {
        int length = work.Length, info = 0, k = Math.Min(m, n);
        byte j = (byte)job;
        _gesdd(&j, &m, &n, a, &m, s, u, &m, vt, &k, work.Pointer, &length, work.Integers, &info, 1);
        RequireZero(info, "gesdd");
    }

    /// <summary>Work space for gesvj.</summary>
    internal static LapackWork<T> GesvjWork(int m, int n) => new(Math.Max(6, m + n), 1);

    /// <summary>A (m x n, m ≥ n, general) becomes U, with V (n x n).</summary>
    internal void Gesvj(int m, int n, T* a, T* s, T* v, LapackWork<T> work)
    {
        int length = work.Length, info = 0, rows = 0;
        byte general = (byte)'G', u = (byte)'U', jobV = (byte)'V';
        _gesvj(&general, &u, &jobV, &m, &n, a, &m, s, &rows, v, &n, work.Pointer, &length, &info, 1, 1, 1);
        RequireZero(info, "gesvj");
    }

    /// <summary>Work space for gejsv with U and V: the documented minimum, and blocks of 64 for the routines inside.</summary>
    internal static LapackWork<T> GejsvWork(int m, int n) =>
        new(checked(Math.Max(7, Math.Max((2 * m) + n, (6 * n) + (2 * n * n))) + (64 * (m + n))), m + (3 * n));

    /// <summary>A (m x n, m ≥ n): pivoted QR, LQ, then Jacobi on the triangle; U m x n and V n x n.</summary>
    internal void Gejsv(int m, int n, T* a, T* s, T* u, T* v, LapackWork<T> work)
    {
        int length = work.Length, info = 0;
        byte accuracy = (byte)'C', jobU = (byte)'U', jobV = (byte)'V', range = (byte)'R', no = (byte)'N';
        _gejsv(&accuracy, &jobU, &jobV, &range, &no, &no, &m, &n, a, &m, s, u, &m, v, &n, work.Pointer, &length, work.Integers, &info, 1, 1, 1, 1, 1, 1);
        RequireZero(info, "gejsv");
    }
}
