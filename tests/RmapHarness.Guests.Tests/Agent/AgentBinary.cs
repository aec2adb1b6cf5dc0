using System.Diagnostics;
using NUnit.Framework;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>The agent, built once for this machine in a directory that goes away with the tests.</summary>
[SetUpFixture]
public sealed class AgentBinary
{
    private static readonly string Directory = System.IO.Directory.CreateTempSubdirectory("rmapharness-agent-").FullName;
    private static readonly Lazy<string> Built = new(Build);

    /// <summary>The program; a failure to build it fails the test that asks.</summary>
    public static string Path => Built.Value;

    /// <summary>The folder of its sources.</summary>
    public static string Sources { get; } = FindSources();

    [OneTimeTearDown]
    public void Remove() => System.IO.Directory.Delete(Directory, recursive: true);

    private static string FindSources()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "RmapHarness.sln")))
            root = root.Parent;
        Assert.That(root, Is.Not.Null, "the tests are not run from the repository");
        return System.IO.Path.Combine(root!.FullName, "vm", "agent");
    }

    private static string Build()
    {
        var arguments = new[] { "-s", "-C", Sources, $"OUT={Directory}" };
        using var make = Process.Start(new ProcessStartInfo("make", arguments) { RedirectStandardError = true })!;
        var errors = make.StandardError.ReadToEnd();
        make.WaitForExit();
        Assert.That(make.ExitCode, Is.Zero, errors);
        return System.IO.Path.Combine(Directory, "agent");
    }
}
