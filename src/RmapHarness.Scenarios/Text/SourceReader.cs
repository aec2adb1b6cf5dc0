using System.Security.Cryptography;
using System.Text;

namespace RmapHarness.Scenarios.Text;

/// <summary>Turns a file's bytes into text, and refuses what cannot be a scenario before any parser sees it.</summary>
internal static class SourceReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null after reporting what is wrong to <paramref name="errors"/>.</summary>
    public static SourceText? Read(byte[] bytes, string file, out IReadOnlyList<ScenarioError> errors)
    {
        if (bytes.Length > Limits.FileBytes)
        {
            errors = [new ScenarioError(file, 1, 1, $"the file is larger than {Limits.FileBytes >> 10} KiB", null, "")];
            return null;
        }

        var text = Decode(bytes, file, out errors);
        if (text is null)
            return null;
        var source = new SourceText(file, text, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        if (FirstControlCharacter(source) is { } error)
        {
            errors = [error];
            return null;
        }

        return source;
    }

    private static string? Decode(byte[] bytes, string file, out IReadOnlyList<ScenarioError> errors)
    {
        errors = [];
        var content = bytes.AsSpan();
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        try
        {
            return Utf8.GetString(content);
        }
        catch (DecoderFallbackException invalid)
        {
            var valid = Encoding.UTF8.GetString(content[..Math.Max(0, invalid.Index)]);
            var line = valid.Count(character => character == '\n') + 1;
            var column = valid.Length - valid.LastIndexOf('\n');
            errors = [new ScenarioError(file, line, column, "this is not UTF-8 text", null, "")];
            return null;
        }
    }

    private static ScenarioError? FirstControlCharacter(SourceText source)
    {
        for (var number = 1; number <= source.LineCount; number++)
        {
            var line = source.Line(number);
            var at = line.AsSpan().IndexOfAnyInRange('\0', '\u001f');
            if (at < 0)
                continue;
            var message = line[at] == '\t'
                ? "a scenario has no tabs; use spaces"
                : $"a scenario has no control characters (U+{(int)line[at]:X4})";
            return new ScenarioError(source.File, number, at + 1, message, null, line);
        }

        return null;
    }
}
