namespace RmapHarness.Reports.Values;

/// <summary>One value of one process at one observation, in all columns.</summary>
/// <param name="Name">The pages and the value.</param>
/// <param name="Answers">The answers in the order of the columns; "-" where there is none.</param>
/// <param name="Expected">What each kernel should have answered; null for the model's own columns.</param>
public sealed record ValuesRow(string Name, IReadOnlyList<string> Answers, IReadOnlyList<string?> Expected)
{
    /// <summary>Whether the answer in a column is not the expected one.</summary>
    public bool IsWrong(int column) => Expected[column] is { } expected && expected != Answers[column];
}
