using System.Globalization;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Qemu.Snapshots;

/// <summary>
/// The snapshots of a cache. A file is complete or not there, and is never changed; who reads one may go on when it is removed or
/// replaced, so processes need no locks against each other.
/// </summary>
/// <param name="cache">Where they are.</param>
internal sealed class SnapshotStore(HarnessCache cache)
{
    private const string Kind = "snapshots";
    private const string Extension = ".snapshot";
    private const string PartialExtension = ".partial";
    private const int KeptFiles = 24;

    private string Folder => Path.Combine(cache.Root, Kind);

    /// <summary>Bytes that must be free before a snapshot is made.</summary>
    public required long LeastFree { get; init; }

    /// <summary>Bytes that all snapshots together may take.</summary>
    public long MostBytes { get; init; } = 6L << 30;

    /// <summary>Opens a snapshot; null if there is none.</summary>
    public FileStream? Open(string key)
    {
        var path = PathOf(key);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, useAsync: false);
            Touch(path);
            return file;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Removes a snapshot that is of no use.</summary>
    public void Remove(string key) => File.Delete(PathOf(key));

    /// <summary>Makes a snapshot, in place of one with the same key.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="write">Writes it; if it fails, nothing stays.</param>
    /// <exception cref="IOException">There is no room, or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public async Task AddAsync(string key, Func<FileStream, Task> write)
    {
        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        if (free < LeastFree)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{Folder} has {free >> 20} MiB left, less than {LeastFree >> 20}"));
        var partial = Path.Combine(Folder, $".{Guid.NewGuid():N}{PartialExtension}");
        try
        {
            // Nobody else can have it open: that tells it from one that a killed harness left.
            var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, useAsync: false);
            await using (file.ConfigureAwait(false))
                await write(file).ConfigureAwait(false);
            File.Move(partial, PathOf(key), overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        Prune();
    }

    private string PathOf(string key) => Path.Combine(Folder, key + Extension);

    // The time of the last use decides which ones stay.
    private static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody removed it, or it is another user's.
        }
    }

    private void Prune()
    {
        var folder = new DirectoryInfo(Folder);
        foreach (var partial in folder.EnumerateFiles("*" + PartialExtension))
            RemoveOrphan(partial.FullName);
        var bytes = 0L;
        var files = 0;
        foreach (var file in folder.EnumerateFiles("*" + Extension).OrderByDescending(file => file.LastWriteTimeUtc))
        {
            bytes += file.Length;
            if (++files > KeptFiles || bytes > MostBytes)
                file.Delete();
        }
    }

    private static void RemoveOrphan(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // In use, or gone already.
        }
    }
}
