using RmapHarness.Guests.Host;

namespace RmapHarness.Testing;

/// <summary>A mount namespace of a test's own.</summary>
internal static class MountNamespace
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Leaves the test out, with the reason, where there is none: in a chroot no mount can be kept from the system around it.</summary>
    public static async Task IgnoreWithoutAsync()
    {
        await using var child = await ChildProcess.StartAsync("unshare", ["--mount", "true"]);
        NUnit.Framework.Assert.That(await child.WaitAsync(Deadline, CancellationToken.None), NUnit.Framework.Is.True, "unshare hangs");
        if (child.ExitCode != 0)
            NUnit.Framework.Assert.Ignore($"no mount namespace of one's own here: {child.Errors.Trim()}");
    }
}
