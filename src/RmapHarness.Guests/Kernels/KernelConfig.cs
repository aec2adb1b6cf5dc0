using System.Security.Cryptography;
using System.Text;

namespace RmapHarness.Guests.Kernels;

/// <summary>The options that a kernel was built with.</summary>
public sealed class KernelConfig
{
    private readonly HashSet<string> lines;

    private KernelConfig(HashSet<string> lines, string hash)
    {
        this.lines = lines;
        Hash = hash;
    }

    /// <summary>SHA-256 of its text, in hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Reads a .config.</summary>
    /// <param name="text">Its text.</param>
    public static KernelConfig Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new KernelConfig(
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
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
