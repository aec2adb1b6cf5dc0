using System.Text;
using System.Text.RegularExpressions;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Image;

/// <summary>What a program of this machine needs beside itself to run somewhere else.</summary>
internal static partial class SharedLibraries
{
    /// <summary>The paths of the loader and the libraries of a program; none if it is static.</summary>
    /// <exception cref="TargetUnavailableException">A library is missing.</exception>
    public static async Task<IReadOnlyList<string>> OfAsync(string program, CancellationToken cancellation)
    {
        try
        {
            return Parse(Encoding.UTF8.GetString(await Tool.RunAsync("ldd", [program], TimeSpan.FromSeconds(30), cancellation).ConfigureAwait(false)));
        }
        catch (TargetUnavailableException failure) when (failure.Detail.Contains("not a dynamic executable", StringComparison.Ordinal))
        {
            return [];
        }
    }

    /// <summary>Reads what ldd says.</summary>
    internal static IReadOnlyList<string> Parse(string listing)
    {
        if (Missing().Match(listing) is { Success: true } missing)
            throw new TargetUnavailableException($"the library {missing.Groups[1].Value} is not installed", listing);
        return [.. Library().Matches(listing).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\s*(\S+) => not found", RegexOptions.Multiline)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^\s*(?:\S+ => )?(/\S+) \(0x", RegexOptions.Multiline)]
    private static partial Regex Library();
}
