namespace FastBias.Files;

/// <summary>Opens and replaces whole files; every failure of the file system becomes a <see cref="MatrixFileException"/>.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside the destination and renames at the end, so that a reader sees the old file or the new one and a failure
    /// in between loses nothing. A device such as /dev/stdout cannot be replaced and is written to.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string? temporary = null;
        try
        {
            string target = Path.GetFullPath(path);
            target = File.Exists(target) ? File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target : target;
            string folder = Path.GetDirectoryName(target) ?? target;
            if (!Directory.Exists(folder))
            {
                throw new MatrixFileException(path, $"cannot be written: the folder '{FileText.Line(folder)}' does not exist");
            }

            if (Directory.Exists(target))
            {
                throw new MatrixFileException(path, "cannot be written: it is a folder");
            }

            if (target.StartsWith("/dev/", StringComparison.Ordinal))
            {
                using FileStream device = new(target, FileMode.Open, FileAccess.Write);
                write(device);
                return;
            }

            temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            temporary = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MatrixFileException(path, $"cannot be written: {FileText.Line(error.Message)}", innerException: error);
        }
        finally
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
    }

    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path))
            {
                throw new MatrixFileException(path, "is a folder, not a file");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MatrixFileException(path, "no such file", innerException: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MatrixFileException(path, $"cannot be opened: {FileText.Line(error.Message)}", innerException: error);
        }
    }
}
