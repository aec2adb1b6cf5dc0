using System.Text.Json.Nodes;
using RmapHarness.Scenarios.Reading;
using RmapHarness.Scenarios.Requirements;

namespace RmapHarness.Scenarios.Schema;

/// <summary>The schema of <c>needs</c>.</summary>
internal static class NeedsSchema
{
    /// <summary>The mapping.</summary>
    public static JsonObject Mapping() =>
        SchemaNodes.Mapping(NeedsReader.Keys.Select(key => SchemaNodes.Property(key, ValueOf(key.Name))), []);

    private static JsonObject ValueOf(string key) =>
        NeedsReader.ValuesOf(key) is { Count: > 0 } words ? SchemaNodes.Choice(words) : SchemaNodes.Text(Bounds());

    private static string Bounds()
    {
        var bound = $@" *({string.Join('|', VersionBound.Comparisons)}) *[0-9]+\.[0-9]+(\.[0-9]+)? *";
        return $"{bound}(,{bound})*";
    }
}
