namespace RmapHarness.Guests.Host;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>Runs a program with nothing on standard input.</summary>
    /// <param name="program">A path, or a name to be looked up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="deadline">Time after which it is killed.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>What it wrote on standard output.</returns>
    /// <exception cref="TargetUnavailableException">It is not here, did not end in time, or did not end with status 0.</exception>
    public static async Task<byte[]> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan deadline, CancellationToken cancellation)
    {
        var name = Path.GetFileName(program);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        var child = await ChildProcess.StartAsync(program, arguments).ConfigureAwait(false);
        await using (child.ConfigureAwait(false))
        {
            try
            {
                child.Input.Close();
                using var output = new MemoryStream();
                await child.Output.CopyToAsync(output, limit.Token).ConfigureAwait(false);
                await child.WaitAsync(deadline, limit.Token).ConfigureAwait(false);
                if (child.ExitCode != 0)
                    throw new TargetUnavailableException($"{name} ended with status {child.ExitCode}", TextTail.Of(child.Errors)) { ToolStatus = child.ExitCode };
                return output.ToArray();
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new TargetUnavailableException($"{name} did not end within {deadline.TotalSeconds:0} s", TextTail.Of(child.Errors));
            }
        }
    }
}
