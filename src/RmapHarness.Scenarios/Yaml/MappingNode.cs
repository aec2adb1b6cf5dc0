using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>A YAML mapping in the order of the file; keys may still repeat.</summary>
internal sealed record MappingNode(SourceMark Mark, IReadOnlyList<KeyValuePair<ScalarNode, Node>> Entries) : Node(Mark);
