using System.Collections.Concurrent;

namespace RmapHarness.Guests.Host;

/// <summary>
/// The one thread that forks. The kernel sends a parent-death signal when the forking <em>thread</em> ends, and threads of the
/// pool end whenever the pool shrinks.
/// </summary>
internal static class ChildStarter
{
    private static readonly BlockingCollection<Action> Starts = [];

    static ChildStarter() => new Thread(Serve) { IsBackground = true, Name = "child starter" }.Start();

    /// <summary>Calls <paramref name="start"/> on the thread; its exception comes back.</summary>
    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                result.SetResult(start());
            }
#pragma warning disable CA1031 // The caller gets it, whatever it is.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                result.SetException(failure);
            }
        });
        return result.Task;
    }

    private static void Serve()
    {
        foreach (var start in Starts.GetConsumingEnumerable())
            start();
    }
}
