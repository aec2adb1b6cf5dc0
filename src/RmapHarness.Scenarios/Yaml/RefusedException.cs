using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>The document has something that no scenario may have; reading stops.</summary>
internal sealed class RefusedException(SourceMark mark, string message) : Exception(message)
{
    public SourceMark Mark { get; } = mark;
}
