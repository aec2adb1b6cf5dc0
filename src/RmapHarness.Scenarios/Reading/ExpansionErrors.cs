using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Merges the errors of the scenarios that one file makes: what is wrong with all of them is said once.</summary>
/// <param name="expansions">How many scenarios the file makes.</param>
internal sealed class ExpansionErrors(int expansions)
{
    private readonly Dictionary<ScenarioError, (int Count, IReadOnlyDictionary<string, string> First)> errors = [];

    /// <summary>Takes the errors of one scenario.</summary>
    public void Add(IReadOnlyDictionary<string, string> values, IEnumerable<ScenarioError> found)
    {
        foreach (var error in found)
            errors[error] = errors.TryGetValue(error, out var before) ? (before.Count + 1, before.First) : (1, values);
    }

    /// <summary>Reports each error once; one that not all scenarios have names the values that it came with first.</summary>
    public void Report(Diagnostics diagnostics)
    {
        foreach (var (error, (count, first)) in errors)
        {
            var with = count == expansions ? "" : $" (with {string.Join(", ", first.Select(pair => $"{pair.Key} = {pair.Value}"))})";
            diagnostics.Add(new SourceMark(error.Line, error.Column), error.Message + Printable.Clean(with), error.Suggestion);
        }
    }
}
