using System.Collections.Concurrent;
using NUnit.Framework;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Testing;

/// <summary>One booted guest a kernel for all tests of a process. Tests take turns with it and leave it usable.</summary>
public static class SharedGuests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<QemuGuest>>> Guests = new(StringComparer.Ordinal);

    /// <summary>The kernels that guest tests run on: the oldest and the newest.</summary>
    public static IReadOnlyList<string> Kernels { get; } = ["bookworm", "trixie-backports"];

    /// <summary>The guest of a kernel, booted on the first call.</summary>
    public static Task<QemuGuest> GetAsync(string kernel) => Guests.GetOrAdd(
        kernel,
        name => new Lazy<Task<QemuGuest>>(() => QemuGuest.StartAsync(
            new QemuGuestOptions { Kernel = name }, new TestProgress(), CancellationToken.None))).Value;

    /// <summary>Ends all guests.</summary>
    public static async Task DisposeAllAsync()
    {
        foreach (var guest in Guests.Values.Where(guest => guest is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
            await (await guest.Value).DisposeAsync();
        Guests.Clear();
    }

    private sealed class TestProgress : IProgress<string>
    {
        public void Report(string value) => TestContext.Progress.WriteLine(value);
    }
}
