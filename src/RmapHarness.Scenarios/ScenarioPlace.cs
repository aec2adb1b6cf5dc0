namespace RmapHarness.Scenarios;

/// <summary>How a command line names one scenario of a file: <c>FILE</c>, or <c>FILE[key=value,…]</c> where a for-each makes several.</summary>
public static class ScenarioPlace
{
    /// <summary>The word for a scenario.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="name">Its name.</param>
    public static string Of(string file, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.IndexOf('[', StringComparison.Ordinal) is >= 0 and var at ? file + name[at..] : file;
    }

    /// <summary>The file, and the end of the scenario's name, which is empty where the file is meant; null if there is no such file.</summary>
    /// <param name="word">A word of the command line.</param>
    public static (string File, string Values)? Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (File.Exists(word))
            return (word, "");
        var at = word.IndexOf('[', StringComparison.Ordinal);
        return at > 0 && word.EndsWith(']') && File.Exists(word[..at]) ? (word[..at], word[at..]) : null;
    }
}
