using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Image;

/// <summary>What a program of this machine needs beside itself to run somewhere else.</summary>
internal static partial class SharedLibraries
{
    private const string Kind = "libraries";
    private const string Listing = "list";
    private const string LoaderCache = "/etc/ld.so.cache";
    private const int KeptLists = 8;
    private static readonly TimeSpan LockDeadline = TimeSpan.FromMinutes(1);

    /// <summary>The same, asked only once of a program and of what libraries this machine has.</summary>
    /// <param name="cache">Where the answer is kept.</param>
    /// <param name="program">The program's path.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">A library is missing.</exception>
    public static async Task<IReadOnlyList<string>> OfAsync(HarnessCache cache, string program, CancellationToken cancellation)
    {
        var key = new ContentHash();
        foreach (var file in new[] { new FileInfo(program), new FileInfo(LoaderCache) }.Where(file => file.Exists))
            key.Add(file.FullName).Add(file.Length.ToString(CultureInfo.InvariantCulture)).Add(file.LastWriteTimeUtc.ToString("O"));
        var directory = await cache.GetAsync(
            Kind,
            $"{Path.GetFileName(program)}-{key}",
            async partial =>
            {
                await File.WriteAllLinesAsync(Path.Combine(partial, Listing), await OfAsync(program, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
                cache.Prune(Kind, "", KeptLists - 1);
            },
            LockDeadline,
            cancellation).ConfigureAwait(false);
        return await File.ReadAllLinesAsync(Path.Combine(directory, Listing), cancellation).ConfigureAwait(false);
    }

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
