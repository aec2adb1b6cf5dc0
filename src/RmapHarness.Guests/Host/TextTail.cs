namespace RmapHarness.Guests.Host;

/// <summary>As much of a log as one wants to see below an error.</summary>
internal static class TextTail
{
    private const int Lines = 25;

    /// <summary>The last 25 lines that are not empty.</summary>
    public static string Of(string text) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(Lines));
}
