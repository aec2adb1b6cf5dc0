namespace RmapHarness.Guests.Kernels;

/// <summary>The options that a kernel was built with.</summary>
public sealed class KernelConfig
{
    private readonly HashSet<string> lines;

    private KernelConfig(HashSet<string> lines) => this.lines = lines;

    /// <summary>Reads a .config.</summary>
    /// <param name="text">Its text.</param>
    public static KernelConfig Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new KernelConfig(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The configuration of an image, or null if it is not known.</summary>
    public static KernelConfig? Of(KernelImage kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return kernel.ConfigPath is { } path ? Parse(File.ReadAllText(path)) : null;
    }

    /// <summary>Whether an option such as CONFIG_NO_PAGE_MAPCOUNT is built in.</summary>
    public bool Has(string option) => lines.Contains($"{option}=y");
}
