using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>A YAML list.</summary>
internal sealed record SequenceNode(SourceMark Mark, IReadOnlyList<Node> Items) : Node(Mark);
