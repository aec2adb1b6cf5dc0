using System.Text.Encodings.Web;
using System.Text.Json;

namespace RmapHarness.Reports.Json;

/// <summary>How documents are written as JSON.</summary>
internal static class ResultsJson
{
    /// <summary>For people and programs.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>For the history.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(indented: false);

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = indented,
        // The file is read as JSON, never pasted into HTML: "0x1000000000+5" stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
