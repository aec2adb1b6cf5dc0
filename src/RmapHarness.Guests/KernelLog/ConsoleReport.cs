namespace RmapHarness.Guests.KernelLog;

/// <summary>One report of a kernel about its own trouble.</summary>
/// <param name="Kind">What kind of trouble.</param>
/// <param name="Title">One line that is the same each time the same trouble happens: no addresses, numbers of processes or line numbers.</param>
/// <param name="Offset">Where its first line begins in the text that was scanned.</param>
public sealed record ConsoleReport(ReportKind Kind, string Title, int Offset)
{
    /// <summary>Whether a slow machine alone can bring it about; only a second run tells then.</summary>
    public bool MayBeSlowness => Kind is ReportKind.RcuStall or ReportKind.HungTask or ReportKind.SoftLockup or ReportKind.HardLockup;
}
