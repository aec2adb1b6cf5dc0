using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios;

/// <summary>The rule for names of scenarios.</summary>
public static class ScenarioName
{
    /// <summary>What every name matches, as a regular expression without anchors.</summary>
    internal static string Pattern { get; } = $"[a-z0-9][a-z0-9-]{{0,{Limits.Name - 1}}}";

    /// <summary>What is wrong with a name, in one line; null if nothing is.</summary>
    public static string? Problem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isRight = name.Length is > 0 and <= Limits.Name
            && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
            && char.IsAsciiLetterOrDigit(name[0]);
        return isRight ? null : $"{Printable.Quote(name)} is not a scenario's name: at most {Limits.Name} small letters, digits and '-'";
    }
}
