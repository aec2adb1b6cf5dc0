using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Quantities;

/// <summary>The rule for names of processes, mappings, labels and parameters.</summary>
internal static class Names
{
    private const int Longest = 40;

    /// <summary>What every name matches, without anchors.</summary>
    public const string Pattern = "[a-z][a-z0-9_-]{0,39}";

    /// <summary>What is wrong with a name; null if nothing is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="missing">What to say if it is empty.</param>
    public static TextProblem? Problem(string name, string missing)
    {
        if (name.Length == 0)
            return new TextProblem(0, missing);
        if (name.Length > Longest)
            return new TextProblem(0, $"the name is longer than {Longest} characters");
        if (!char.IsAsciiLetterLower(name[0]))
            return new TextProblem(0, $"{Printable.Quote(name)} is not a name: it begins with a small letter");
        for (var i = 1; i < name.Length; i++)
        {
            if (!char.IsAsciiLetterLower(name[i]) && !char.IsAsciiDigit(name[i]) && name[i] is not ('-' or '_'))
                return new TextProblem(i, $"{Printable.Quote(name)} is not a name: small letters, digits, '-' and '_'");
        }

        return null;
    }
}
