using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Steps;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices) : ParameterType<Choice<T>>
{
    public override string Description => "one of " + string.Join(", ", AllowedValues);

    public override IReadOnlyList<string> AllowedValues { get; } = [.. choices.Select(choice => choice.Word)];

    internal override Choice<T>? Parse(string text, out TextProblem? problem)
    {
        foreach (var (word, value) in choices)
        {
            if (word == text)
            {
                problem = null;
                return new Choice<T>(value);
            }
        }

        problem = new TextProblem(
            0,
            $"{Printable.Quote(text)} is not one of {string.Join(", ", AllowedValues)}",
            Spelling.Nearest(text, AllowedValues));
        return null;
    }
}
