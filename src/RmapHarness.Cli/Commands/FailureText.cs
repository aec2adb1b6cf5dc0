using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Commands;

/// <summary>Tells why something could not be done.</summary>
internal static class FailureText
{
    /// <summary>Writes the sentence, and what is known beyond it; of an error of the harness, where it came from.</summary>
    /// <param name="writer">stderr.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="subject">What it is about; empty if the sentence says that.</param>
    public static void Write(TextWriter writer, Exception failure, string subject = "")
    {
        writer.WriteLine($"error: {(subject.Length > 0 ? $"{subject}: " : "")}{failure.Message}");
        var detail = failure switch
        {
            TargetUnavailableException unavailable => unavailable.Detail,
            KernelChangesException refused => refused.Detail,
            Runs.GuestsLostException => "",
            _ => failure.ToString(),
        };
        if (detail.Length > 0)
            writer.WriteLine(detail);
    }
}
