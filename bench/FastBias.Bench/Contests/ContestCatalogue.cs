using System.Numerics;
using FastBias.Bench.Measure;
using FastBias.Bench.Peers;
using FastBias.Bench.Rows;

namespace FastBias.Bench.Contests;

/// <summary>The contests by the key that rows name.</summary>
internal static class ContestCatalogue
{
    /// <summary>Every key.</summary>
    internal static IReadOnlyCollection<string> Operations => Table<double>.Entries.Keys;

    /// <summary>The contest of <paramref name="operation"/> for one shape and type ("double" or "float").</summary>
    internal static Contest Create(string operation, Shape shape, string type, PeerSet peers) =>
        type == "double" ? Table<double>.Entries[operation](shape, peers) : Table<float>.Entries[operation](shape, peers);

    private static class Table<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal static readonly Dictionary<string, Func<Shape, PeerSet, Contest>> Entries = new()
        {
            ["gemm"] = GemmContest.Create<T>,
            ["gemm-neighbour"] = GemmContest.CreateNeighbour<T>,
            ["gram"] = GramContest.Create<T>,
            ["trsm"] = TriangularContest.Create<T>,
            ["gemv"] = GemvContest.Create<T>,
            ["gram-vector"] = GramVectorContest.Create<T>,
            ["gemm-fixed"] = FixedGemmContest.Create<T>,
            ["svd-batch"] = BatchContest.CreateSvd<T>,
            ["cholesky-batch"] = BatchContest.CreateCholesky<T>,
            ["qr-batch"] = BatchContest.CreateQr<T>,
            ["qr"] = QrContest.Create<T>,
            ["qr-q"] = QrContest.CreateWithQ<T>,
            ["qr-pivoted"] = QrContest.CreatePivoted<T>,
            ["lstsq-gelsd"] = (shape, peers) => LeastSquaresContest.Create<T>("gelsd", shape, peers),
            ["lstsq-gelsy"] = (shape, peers) => LeastSquaresContest.Create<T>("gelsy", shape, peers),
            ["svd-gesdd"] = (shape, peers) => SvdContest.Create<T>("gesdd", shape, peers),
            ["svd-gesvj"] = (shape, peers) => SvdContest.Create<T>("gesvj", shape, peers),
            ["svd-gejsv"] = (shape, peers) => SvdContest.Create<T>("gejsv", shape, peers),
            ["svd-truncated"] = SvdContest.CreateTruncated<T>,
            ["svd-values"] = (shape, peers) => SvdContest.Create<T>("gesdd(N)", shape, peers),
        };
    }
}
