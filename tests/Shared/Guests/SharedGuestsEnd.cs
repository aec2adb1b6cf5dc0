using NUnit.Framework;
using RmapHarness.Testing;

/// <summary>Ends the shared guests after an assembly's last test; NUnit takes it for all namespaces only if it has none itself.</summary>
[SetUpFixture]
#pragma warning disable CA1050 // See above.
public sealed class SharedGuestsEnd
#pragma warning restore CA1050
{
    /// <summary>Ends them.</summary>
    [OneTimeTearDown]
    public Task EndAsync() => SharedGuests.DisposeAllAsync();
}
