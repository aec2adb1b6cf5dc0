using NUnit.Framework;

namespace RmapHarness.Scenarios.Tests;

/// <summary>The checkout that the tests run from.</summary>
internal static class Repository
{
    /// <summary>A path below its root.</summary>
    public static string PathOf(params string[] parts)
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "RmapHarness.sln")))
            directory = directory.Parent;
        Assert.That(directory, Is.Not.Null, "the tests run inside the repository");
        return Path.Combine([directory!.FullName, .. parts]);
    }
}
