namespace RmapHarness.Guests.Host;

/// <summary>
/// The folder of things that are costly to make: kernels, agents, guest images. An entry is complete or not there; what makes
/// one holds the lock of its kind, so parallel runs make it once.
/// </summary>
public sealed class HarnessCache
{
    /// <summary>Uses a folder.</summary>
    /// <param name="root">The folder; made when needed.</param>
    public HarnessCache(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        Root = Path.GetFullPath(root);
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The user's cache: $RMAPHARNESS_CACHE, or rmapharness in $XDG_CACHE_HOME or ~/.cache.</summary>
    public static HarnessCache OfUser()
    {
        if (Environment.GetEnvironmentVariable("RMAPHARNESS_CACHE") is { Length: > 0 } own)
            return new HarnessCache(own);
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return new HarnessCache(Path.Combine(caches, "rmapharness"));
    }

    /// <summary>Returns an entry's folder, making it first if it is not there.</summary>
    /// <param name="kind">A folder of the cache, such as kernels.</param>
    /// <param name="name">The entry's name in it.</param>
    /// <param name="make">Fills an empty folder; if it fails, nothing stays.</param>
    /// <param name="deadline">How long another process's lock on that kind may last.</param>
    /// <param name="cancellation">Stops early; nothing stays.</param>
    /// <exception cref="TargetUnavailableException">Another process holds the lock for too long, or the folder cannot be written.</exception>
    public async Task<string> GetAsync(
        string kind, string name, Func<string, Task> make, TimeSpan deadline, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(make);
        try
        {
            return await MakeAsync(Path.Combine(Root, kind), name, make, deadline, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TargetUnavailableException($"{Path.Combine(kind, name)} cannot be put into the cache {Root}: {failure.Message}", "", failure);
        }
    }

    private static async Task<string> MakeAsync(
        string folder, string name, Func<string, Task> make, TimeSpan deadline, CancellationToken cancellation)
    {
        var entry = Path.Combine(folder, name);
        if (TryUse(entry))
            return entry;
        Directory.CreateDirectory(folder);
        var held = await LockAsync(Path.Combine(folder, ".lock"), deadline, cancellation).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (TryUse(entry))
                return entry;
            var partial = Path.Combine(folder, $".{name}.partial");
            Remove(partial);
            Directory.CreateDirectory(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            try
            {
                await make(partial).ConfigureAwait(false);
                Directory.Move(partial, entry);
            }
            finally
            {
                Remove(partial);
            }
        }

        return entry;
    }

    /// <summary>Removes the entries of a kind that were not used for longest whose name begins with <paramref name="prefix"/>, all but some.</summary>
    internal void Prune(string kind, string prefix, int keep)
    {
        var old = new DirectoryInfo(Path.Combine(Root, kind)).EnumerateDirectories(prefix + "*")
            // Not what is being made, nor what a kind keeps for itself.
            .Where(entry => !entry.Name.StartsWith('.'))
            .OrderByDescending(entry => entry.LastWriteTimeUtc)
            .Skip(keep);
        foreach (var entry in old)
            Remove(entry.FullName);
    }

    // The time of the last use decides which ones stay when some must go, so that no other process loses what it works with.
    private static bool TryUse(string entry)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(entry, DateTime.UtcNow);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return Directory.Exists(entry);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing to remove.
        }
    }

    private static async Task<FileStream> LockAsync(string path, TimeSpan deadline, CancellationToken cancellation)
    {
        var end = DateTime.UtcNow + deadline;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                await Task.Delay(100, cancellation).ConfigureAwait(false);
            }
            catch (IOException held)
            {
                throw new TargetUnavailableException($"another process has held {path} for {deadline.TotalSeconds:0} s", "", held);
            }
        }
    }
}
