namespace RmapHarness.Testing;

/// <summary>A page of docs/ that is made from definitions and committed.</summary>
internal static class GeneratedPage
{
    /// <summary>Asserts that the committed page is the text; RMAPHARNESS_ACCEPT=1 writes it.</summary>
    public static void AssertIs(string file, string text)
    {
        var path = PathOf("docs", file);
        if (Environment.GetEnvironmentVariable("RMAPHARNESS_ACCEPT") == "1")
            File.WriteAllText(path, text);
        Assert.That(File.ReadAllText(path), Is.EqualTo(text), "RMAPHARNESS_ACCEPT=1 writes it anew");
    }

    /// <summary>A path below the root of the checkout that the tests run from.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([RootDirectory(), .. parts]);

    private static string RootDirectory()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "RmapHarness.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("the tests do not run below the repository");
        return directory.FullName;
    }
}
