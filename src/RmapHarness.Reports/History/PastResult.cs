namespace RmapHarness.Reports.History;

/// <summary>What an earlier run came to, as far as news depend on it.</summary>
/// <param name="Verdict">The verdict's word.</param>
/// <param name="Signature">See <see cref="ResultSignature"/>.</param>
/// <param name="Hash">Of the scenario's file.</param>
/// <param name="Kernel">Release and hash of the configuration.</param>
/// <param name="Harness">Version of the harness.</param>
public sealed record PastResult(string Verdict, string Signature, string Hash, string Kernel, string Harness)
{
    /// <summary>It says that nothing new is wrong with the kernel.</summary>
    public bool IsGood => Verdict is "pass" or "known-issue" or "fixed";
}
