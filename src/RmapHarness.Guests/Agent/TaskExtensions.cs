namespace RmapHarness.Guests.Agent;

/// <summary>Help with tasks that nobody waits for any more.</summary>
internal static class TaskExtensions
{
    /// <summary>Leaves a task behind; its exception, if it ends with one, counts as observed.</summary>
    public static void Forget(this Task task) =>
        _ = task.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
