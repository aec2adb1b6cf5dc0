namespace RmapHarness.Guests.Host;

/// <summary>A script of vm that fetches something from Debian into a folder of the cache, once.</summary>
/// <param name="cache">Where it is kept.</param>
/// <param name="kind">The folder of the cache.</param>
/// <param name="script">The script's name; the folder to fill is its last argument.</param>
/// <param name="deadline">How long it may take, and how long another process may.</param>
internal sealed class FetchScript(HarnessCache cache, string kind, string script, TimeSpan deadline)
{
    /// <summary>Returns the folder, filled.</summary>
    /// <param name="name">The entry's name in the cache.</param>
    /// <param name="what">What is said while it takes time.</param>
    /// <param name="arguments">The script's arguments but for the folder.</param>
    /// <param name="check">Looks at the folder before it is kept; throws if something is wrong with it. May be null.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="cancellation">Stops it; nothing stays.</param>
    /// <exception cref="TargetUnavailableException">It could not be fetched; the detail says why.</exception>
    public Task<string> GetAsync(
        string name, string what, IReadOnlyList<string> arguments, Action<string>? check, IProgress<string> progress, CancellationToken cancellation) =>
        cache.GetAsync(
            kind,
            name,
            async partial =>
            {
                progress.Report(what);
                try
                {
                    await Tool.RunAsync(Path.Combine(HarnessFiles.VmDirectory(), script), [.. arguments, partial], deadline, cancellation).ConfigureAwait(false);
                }
                catch (TargetUnavailableException failure)
                {
                    throw new TargetUnavailableException($"{what} failed: {failure.Message}", failure.Detail, failure) { ToolStatus = failure.ToolStatus };
                }

                check?.Invoke(partial);
            },
            deadline,
            cancellation);
}
