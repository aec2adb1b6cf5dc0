using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu;

/// <summary>A shell script in QEMU's place, with a cache of its own that borrows the user's kernels.</summary>
internal sealed class FakeQemu : IDisposable, IProgress<string>
{
    // $serial is the path that QEMU is told to write the console to.
    private const string Prologue = """
        #!/bin/sh
        for word; do case $word in file,id=serial,path=*) serial=${word#*path=};; esac; done

        """;

    private readonly TemporaryFolder folder = new();

    /// <summary>Writes the script.</summary>
    public FakeQemu(string script)
    {
        Path = folder.Write("qemu", Prologue + script + "\n", executable: true);
        foreach (var kind in new[] { "kernels", "agents", "images" })
        {
            var shared = System.IO.Path.Combine(HarnessCache.OfUser().Root, kind);
            Directory.CreateDirectory(shared);
            Directory.CreateSymbolicLink(folder.At(kind), shared);
        }
    }

    /// <summary>The script; every process of it names the path on its command line.</summary>
    public string Path { get; }

    /// <summary>What was said meanwhile.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>Options for a start with the script.</summary>
    public QemuGuestOptions Options => new()
    {
        Kernel = "bookworm",
        Qemu = Path,
        Cache = new HarnessCache(folder.Path),
        Accelerator = AcceleratorChoice.Tcg,
        SerialLogDirectory = folder.At("logs"),
        Deadlines = GuestDeadlines.Tcg with { Boot = TimeSpan.FromSeconds(2), Shutdown = TimeSpan.FromSeconds(1) },
    };

    public void Report(string value) => Messages.Add(value);

    public void Dispose() => folder.Dispose();
}
