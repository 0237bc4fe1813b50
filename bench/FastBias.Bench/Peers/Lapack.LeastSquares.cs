using System.Numerics;

namespace FastBias.Bench.Peers;

/// <content>Least squares: gelsd (SVD, what NumPy and SciPy use) and gelsy (complete orthogonal factorization).</content>
internal sealed unsafe partial class Lapack<T>
{
    /// <summary>The cutoff that FastBias uses by default, so that both decide rank by the same rule.</summary>
    private static T Cutoff(int m, int n) => T.CreateTruncating(Math.Max(m, n)) * (T.BitIncrement(T.One) - T.One);

    /// <summary>Work space for gelsd.</summary>
    internal LapackWork<T> GelsdWork(int m, int n, int rightSides)
    {
        int query = -1, info = 0, rank = 0, integers = 0, ldb = Math.Max(m, n);
        T cutoff = Cutoff(m, n), length = T.One, dummy = T.Zero;
        _gelsd(&m, &n, &rightSides, &dummy, &m, &dummy, &ldb, &dummy, &cutoff, &rank, &length, &query, &integers, &info);
        RequireZero(info, "gelsd (query)");
        return new(int.CreateTruncating(length), integers);
    }

    /// <summary>The first n rows of B (max(m, n) rows) become x; s holds the singular values. Returns the rank.</summary>
    internal int Gelsd(int m, int n, int rightSides, T* a, T* b, T* s, LapackWork<T> work)
    {
        int length = work.Length, info = 0, rank = 0, ldb = Math.Max(m, n);
        T cutoff = Cutoff(m, n);
        _gelsd(&m, &n, &rightSides, a, &m, b, &ldb, s, &cutoff, &rank, work.Pointer, &length, work.Integers, &info);
        RequireZero(info, "gelsd");
        return rank;
    }

    /// <summary>Work space for gelsy; the integers are JPVT.</summary>
    internal LapackWork<T> GelsyWork(int m, int n, int rightSides)
    {
        int query = -1, info = 0, rank = 0, pivots = 0, ldb = Math.Max(m, n);
        T cutoff = Cutoff(m, n), length = T.One, dummy = T.Zero;
        _gelsy(&m, &n, &rightSides, &dummy, &m, &dummy, &ldb, &pivots, &cutoff, &rank, &length, &query, &info);
        RequireZero(info, "gelsy (query)");
        return new(int.CreateTruncating(length), n);
    }

    /// <summary>The first n rows of B (max(m, n) rows) become x. Returns the rank.</summary>
    internal int Gelsy(int m, int n, int rightSides, T* a, T* b, LapackWork<T> work)
    {
        int length = work.Length, info = 0, rank = 0, ldb = Math.Max(m, n);
        T cutoff = Cutoff(m, n);
        work.IntegerSpan.Clear();
        _gelsy(&m, &n, &rightSides, a, &m, b, &ldb, work.Integers, &cutoff, &rank, work.Pointer, &length, &info);
        RequireZero(info, "gelsy");
        return rank;
    }
}
