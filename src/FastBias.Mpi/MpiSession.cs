using System.Runtime.InteropServices;

namespace FastBias.Mpi;

/// <summary>This process among those that <c>mpirun</c> started: its number, their count, and bytes from one to another.</summary>
/// <remarks>Debian's OpenMPI (package libopenmpi3 or openmpi-bin, libmpi.so.40), loaded at the first use. One session a process, used by one thread at a time. Dispose ends MPI.</remarks>
public sealed class MpiSession : IDisposable
{
    private const int Tag = 1;

    private readonly nint _world;
    private readonly nint _byte;
    private bool _ended;

    private MpiSession(nint world, nint bytes)
    {
        _world = world;
        _byte = bytes;
        Require(MpiLibrary.Rank(world, out int rank), "MPI_Comm_rank");
        Require(MpiLibrary.Size(world, out int size), "MPI_Comm_size");
        Rank = rank;
        Size = size;
    }

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled
    {
        get
        {
            bool found = NativeLibrary.TryLoad(MpiLibrary.Name, out nint library);
            if (found)
            {
                NativeLibrary.Free(library);
            }

            return found;
        }
    }

    /// <summary>This process, from 0.</summary>
    public int Rank { get; }

    /// <summary>The processes.</summary>
    public int Size { get; }

    /// <summary>Starts MPI; without mpirun this process is alone.</summary>
    /// <exception cref="MpiException">OpenMPI is not installed, or does not start.</exception>
    public static MpiSession Start()
    {
        if (!NativeLibrary.TryLoad(MpiLibrary.Name, out nint library))
        {
            throw new MpiException($"{MpiLibrary.Name} is not installed; on Debian: apt-get install openmpi-bin libopenmpi-dev");
        }

        try
        {
            Require(MpiLibrary.Init(0, 0), "MPI_Init");
            return new MpiSession(NativeLibrary.GetExport(library, "ompi_mpi_comm_world"), NativeLibrary.GetExport(library, "ompi_mpi_byte"));
        }
        catch (EntryPointNotFoundException error)
        {
            throw new MpiException($"{MpiLibrary.Name} is not OpenMPI: {error.Message}", error);
        }
    }

    /// <summary>Sends bytes; returns when the buffer may be used again.</summary>
    /// <param name="destination">The process.</param>
    /// <param name="bytes">Any number, none included.</param>
    /// <exception cref="MpiException">The call failed.</exception>
    public void Send(int destination, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Require(MpiLibrary.Send(BitConverter.GetBytes(bytes.Length), sizeof(int), _byte, destination, Tag, _world), "MPI_Send");
        Require(MpiLibrary.Send(bytes, bytes.Length, _byte, destination, Tag, _world), "MPI_Send");
    }

    /// <summary>Waits for bytes that <see cref="Send"/> sent.</summary>
    /// <param name="source">The process.</param>
    /// <exception cref="MpiException">The call failed.</exception>
    public byte[] Receive(int source)
    {
        byte[] length = new byte[sizeof(int)];
        Require(MpiLibrary.Receive(length, length.Length, _byte, source, Tag, _world, 0), "MPI_Recv");
        byte[] bytes = new byte[BitConverter.ToInt32(length)];
        Require(MpiLibrary.Receive(bytes, bytes.Length, _byte, source, Tag, _world, 0), "MPI_Recv");
        return bytes;
    }

    /// <summary>Ends all processes at once: for failures, since the others would wait for ever.</summary>
    /// <param name="exitCode">What mpirun returns.</param>
    public void Abort(int exitCode)
    {
        _ended = true;
        _ = MpiLibrary.Abort(_world, exitCode);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            Require(MpiLibrary.Complete(), "MPI_Finalize");
        }
    }

    private static void Require(int code, string call)
    {
        if (code != 0)
        {
            throw new MpiException($"{call} failed with code {code}");
        }
    }
}
