using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace FastBias.Mpi;

/// <summary>The functions of OpenMPI 4 that are used, by their C names.</summary>
/// <remarks>
/// In OpenMPI a communicator and a data type are addresses of exported objects, and null is MPI_STATUS_IGNORE. Buffers are arrays, which the runtime pins during a call:
/// no pointer is needed here.
/// </remarks>
[SuppressMessage("Interoperability", "SYSLIB1054:Use LibraryImport", Justification = "LibraryImport generates code with pointers, which only the kernels may have.")]
[SuppressMessage("Security", "CA5392:Use DefaultDllImportSearchPaths attribute for P/Invokes", Justification = "The system's own library, by the name that its package gives it.")]
internal static class MpiLibrary
{
    public const string Name = "libmpi.so.40";

    [DllImport(Name, EntryPoint = "MPI_Init")]
    public static extern int Init(nint argumentCount, nint arguments);

    [DllImport(Name, EntryPoint = "MPI_Finalize")]
    public static extern int Complete();

    [DllImport(Name, EntryPoint = "MPI_Comm_rank")]
    public static extern int Rank(nint communicator, out int rank);

    [DllImport(Name, EntryPoint = "MPI_Comm_size")]
    public static extern int Size(nint communicator, out int size);

    [DllImport(Name, EntryPoint = "MPI_Send")]
    public static extern int Send(byte[] buffer, int count, nint type, int destination, int tag, nint communicator);

    [DllImport(Name, EntryPoint = "MPI_Recv")]
    public static extern int Receive(byte[] buffer, int count, nint type, int source, int tag, nint communicator, nint status);

    [DllImport(Name, EntryPoint = "MPI_Abort")]
    public static extern int Abort(nint communicator, int code);
}
