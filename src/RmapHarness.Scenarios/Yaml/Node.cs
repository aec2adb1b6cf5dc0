using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>A YAML value with its place.</summary>
internal abstract record Node(SourceMark Mark);
