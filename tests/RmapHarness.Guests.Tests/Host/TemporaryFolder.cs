namespace RmapHarness.Guests.Tests.Host;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("rmap-test-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text, bool executable = false)
    {
        File.WriteAllText(At(name), text);
        if (executable)
            File.SetUnixFileMode(At(name), File.GetUnixFileMode(At(name)) | UnixFileMode.UserExecute);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
