using System.Security.Cryptography;
using System.Text;

namespace RmapHarness.Scenarios.Shrinking;

/// <summary>
/// The answers that shrinking has had, one a line in a file: after an interruption they need not be asked for again. A line that was
/// being written then does not count.
/// </summary>
public sealed class ShrinkJournal : IDisposable
{
    private const int KeyLength = 32;
    private readonly Dictionary<string, bool> answers = [];
    private readonly StreamWriter file;

    /// <summary>Opens a journal, or begins one if it is about something else or there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="about">What the answers hold for: scenario, mismatch, kernel, harness. One line.</param>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public ShrinkJournal(string path, string about)
    {
        ArgumentNullException.ThrowIfNull(about);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        var isSame = lines.Length > 0 && lines[0] == about;
        foreach (var line in isSame ? lines.Skip(1) : [])
        {
            if (line.Length == KeyLength + 2 && line[KeyLength + 1] is '0' or '1' && line[KeyLength] == ' ')
                answers[line[..KeyLength]] = line[^1] == '1';
        }

        // Written anew, so that half a line is not continued.
        var whole = $"{path}.new";
        File.WriteAllLines(whole, [about, .. answers.Select(pair => LineOf(pair.Key, pair.Value))]);
        File.Move(whole, path, overwrite: true);
        file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>How many answers are there.</summary>
    public int Count => answers.Count;

    /// <summary>A known answer, or null.</summary>
    /// <param name="text">The scenario that was asked about.</param>
    public bool? Find(string text) => answers.TryGetValue(KeyOf(text), out var answer) ? answer : null;

    /// <summary>Notes an answer.</summary>
    /// <param name="text">The scenario that was asked about.</param>
    /// <param name="shows">Whether it shows the mismatch.</param>
    public void Note(string text, bool shows)
    {
        var key = KeyOf(text);
        if (answers.TryAdd(key, shows))
            file.WriteLine(LineOf(key, shows));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..KeyLength];

    private static string LineOf(string key, bool shows) => $"{key} {(shows ? '1' : '0')}";
}
