using System.Globalization;

namespace RmapHarness.Guests.Host;

/// <summary>A folder for sockets and keys that nobody else can enter, removed when disposed.</summary>
internal sealed class PrivateDirectory : IDisposable
{
    private const string Prefix = "rmapharness-";
    private const string LockName = "lock";

    // A unix socket's path has at most 107 bytes, and ssh appends 17 to its own.
    private const int LongestRoot = 60;

    private readonly FileStream held;

    private PrivateDirectory(string path)
    {
        Path = path;
        held = new FileStream(At(LockName), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Makes a folder, and removes those that a killed harness left behind.</summary>
    public static PrivateDirectory Create()
    {
        var root = System.IO.Path.GetTempPath();
        if (root.Length > LongestRoot)
            root = "/tmp";
        Sweep(root);
        var path = System.IO.Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}"));
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new PrivateDirectory(path);
    }

    /// <summary>The path of a file in it.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        held.Dispose();
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private static void Sweep(string root)
    {
        // A younger folder may just not have its lock yet.
        var old = DateTime.UtcNow - TimeSpan.FromMinutes(1);
        foreach (var path in Directory.EnumerateDirectories(root, Prefix + "*").Where(path => Directory.GetLastWriteTimeUtc(path) < old))
        {
            try
            {
                // A folder whose lock can be had has no owner any more.
                using (new FileStream(System.IO.Path.Combine(path, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    Directory.Delete(path, recursive: true);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // In use, somebody else's, or gone already.
            }
        }
    }
}
