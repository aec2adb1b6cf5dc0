using System.Text;
using System.Text.RegularExpressions;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.KernelLog;

namespace RmapHarness.Guests.Qemu;

/// <summary>What the guest wrote on its console.</summary>
/// <param name="path">The file that QEMU writes it to.</param>
internal sealed partial class SerialLog(string path)
{
    private const string Ready = "rmapharness: ready";

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Whether the guest's SSH server listens.</summary>
    public bool IsReady() => Read().Contains(Ready, StringComparison.Ordinal);

    /// <summary>Whether the guest has come to its end.</summary>
    public bool IsOver() => End().IsMatch(Read());

    /// <summary>
    /// What the kernel reported first of its own trouble, or why the image's init gave up; null if nothing. Once the guest was ready,
    /// what happened before does not count: it did no harm.
    /// </summary>
    public string? Trouble()
    {
        var text = Read();
        var ready = text.LastIndexOf(Ready, StringComparison.Ordinal);
        if (ConsoleScanner.Scan(text[Math.Max(0, ready)..]) is [{ Title: var title }, ..])
            return title;
        return Failure().Match(text) is { Success: true } match ? match.Value.TrimEnd() : null;
    }

    /// <summary>The last 25 lines, without control characters.</summary>
    public string Tail() => TextTail.Of(Control().Replace(Read(), ""));

    private string Read()
    {
        if (!File.Exists(Path))
            return "";
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(file, Encoding.Latin1);
        return text.ReadToEnd();
    }

    [GeneratedRegex(@"^(?:\[[^\]]*\] )?(?:Kernel panic - |rmapharness: failed: )", RegexOptions.Multiline)]
    private static partial Regex End();

    [GeneratedRegex(@"^rmapharness: failed: .*$", RegexOptions.Multiline)]
    private static partial Regex Failure();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Control();
}
