using System.Numerics;

namespace FastBias.Bench.Peers;

/// <summary>A LAPACK routine failed: its INFO was not 0.</summary>
internal sealed class LapackException(string message) : Exception(message);

/// <summary>
/// The LAPACK of OpenBLAS for one type: thin calls over native, column-major memory. Work space is asked for
/// beforehand (one query per problem) and belongs to <see cref="LapackWork{T}"/>, so that only the routine is timed.
/// </summary>
internal sealed unsafe partial class Lapack<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, void*, int*, int*, nint, void> _potrf;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, void*, int*, void*, void*, int*, int*, void> _geqrf;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, int*, void*, int*, void*, void*, int*, int*, void> _orgqr;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, void*, int*, int*, void*, void*, int*, int*, void> _geqp3;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int*, void*, int*, void*, void*, int*, void*, int*, void*, int*, int*, int*, nint, void> _gesdd;
    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, byte*, int*, int*, void*, int*, void*, int*, void*, int*, void*, int*, int*, nint, nint, nint, void> _gesvj;
    private readonly delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, byte*, byte*, int*, int*, void*, int*, void*, void*, int*, void*, int*, void*, int*, int*, int*, nint, nint, nint, nint, nint, nint, void> _gejsv;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, int*, void*, int*, void*, int*, void*, void*, int*, void*, int*, int*, int*, void> _gelsd;
    private readonly delegate* unmanaged[Cdecl]<int*, int*, int*, void*, int*, void*, int*, int*, void*, int*, void*, int*, int*, void> _gelsy;

    internal Lapack(OpenBlasLibrary library)
    {
        string p = typeof(T) == typeof(double) ? "d" : "s";
        _potrf = (delegate* unmanaged[Cdecl]<byte*, int*, void*, int*, int*, nint, void>)Require(library, p + "potrf_");
        _geqrf = (delegate* unmanaged[Cdecl]<int*, int*, void*, int*, void*, void*, int*, int*, void>)Require(library, p + "geqrf_");
        _orgqr = (delegate* unmanaged[Cdecl]<int*, int*, int*, void*, int*, void*, void*, int*, int*, void>)Require(library, p + "orgqr_");
        _geqp3 = (delegate* unmanaged[Cdecl]<int*, int*, void*, int*, int*, void*, void*, int*, int*, void>)Require(library, p + "geqp3_");
        _gesdd = (delegate* unmanaged[Cdecl]<byte*, int*, int*, void*, int*, void*, void*, int*, void*, int*, void*, int*, int*, int*, nint, void>)Require(library, p + "gesdd_");
        _gesvj = (delegate* unmanaged[Cdecl]<byte*, byte*, byte*, int*, int*, void*, int*, void*, int*, void*, int*, void*, int*, int*, nint, nint, nint, void>)Require(library, p + "gesvj_");
        _gejsv = (delegate* unmanaged[Cdecl]<byte*, byte*, byte*, byte*, byte*, byte*, int*, int*, void*, int*, void*, void*, int*, void*, int*, void*, int*, int*, int*, nint, nint, nint, nint, nint, nint, void>)Require(library, p + "gejsv_");
        _gelsd = (delegate* unmanaged[Cdecl]<int*, int*, int*, void*, int*, void*, int*, void*, void*, int*, void*, int*, int*, int*, void>)Require(library, p + "gelsd_");
        _gelsy = (delegate* unmanaged[Cdecl]<int*, int*, int*, void*, int*, void*, int*, int*, void*, int*, void*, int*, int*, void>)Require(library, p + "gelsy_");
    }

    private static nint Require(OpenBlasLibrary library, string name) =>
        library.TrySymbol(name) is var address and not 0 ? address : throw new LapackException($"{library.Path} has no {name}: it was built without LAPACK.");

    private static void RequireZero(int info, string routine)
    {
        if (info != 0)
        {
            throw new LapackException($"{routine} returned INFO = {info}.");
        }
    }
}
