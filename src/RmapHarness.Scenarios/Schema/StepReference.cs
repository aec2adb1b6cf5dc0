using System.Text;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Claims;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Reading;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Schema;

/// <summary>The reference of scenario files, made from the definitions that the loader reads with.</summary>
public static class StepReference
{
    /// <summary>Name of the file in docs/ that holds it.</summary>
    public const string FileName = "steps.md";

    /// <summary>The page in Markdown, with a line end at its end.</summary>
    public static string Text()
    {
        var page = new StringBuilder();
        page.Append("# Scenario files: the reference\n\n");
        page.Append("Made from the step definitions (`StepReference`); do not edit. `./run.sh new NAME` writes a file to begin with, and the first line of\n");
        page.Append("each file names the JSON Schema from which editors complete words and show these texts.\n\n");
        Keys(page, ScenarioReader.Keys);
        page.Append("## needs\n\n");
        Keys(page, NeedsReader.Keys);
        page.Append("## Sizes and ranges\n\n");
        page.Append($"A size is `N UNIT` or `N/M UNIT`, or a sum or difference of such terms; a unit is one of {QuantityUnits.Phrase}. `pmd` is what one PMD entry\n");
        page.Append("maps: 2 MiB with 4 KiB pages, 32 MiB with 16 KiB pages, 512 MiB with 64 KiB pages.\n\n");
        page.Append($"A range is {RangeType.Instance.Description}.\n\n");
        page.Append("## steps\n\n");
        foreach (var step in StepCatalogue.All)
            Step(page, step);
        page.Append("## expect\n\n");
        Keys(page, ClaimsReader.Keys);
        page.Append($"Fields of a page or range: {List(ClaimField.All.Where(field => field.Smaps is null))}. Fields of a vma: {List(ClaimField.All.Where(field => field.Smaps is not null))}.\n\n");
        page.Append($"A value holds under every scheme, or is a mapping of schemes ({string.Join(", ", Words.All<AccountingScheme>().Select(Code))}) to values. Memory is a\n");
        page.Append("size, or a number of kB. A claim that does not hold is told with who disagrees with the author: the model, the kernel, or both.\n");
        return page.ToString();
    }

    private static void Keys(StringBuilder page, IReadOnlyList<DocumentKey> keys)
    {
        page.Append("| key | |\n|---|---|\n");
        foreach (var key in keys)
        {
            var values = keys == NeedsReader.Keys && NeedsReader.ValuesOf(key.Name) is { Count: > 0 } words ? $" One of {string.Join(", ", words.Select(Code))}." : "";
            page.Append($"| `{key.Name}`{(key.IsRequired ? " (needed)" : "")} | {key.Doc}{values} |\n");
        }

        page.Append('\n');
    }

    private static void Step(StringBuilder page, StepDefinition step)
    {
        page.Append($"### {step.Name}\n\n{step.Doc}\n\n```yaml\n- {step.Example}\n```\n\n");
        if (step.Parameters.Count == 0)
            return;
        page.Append("| parameter | takes | default | |\n|---|---|---|---|\n");
        if (step is TogetherStep)
            page.Append($"| `{TogetherStep.StepsKey}` | a list of steps | needed | {TogetherStep.StepsDoc} |\n");
        foreach (var parameter in step.Parameters)
        {
            var byDefault = parameter.IsRequired ? "needed" : parameter.DefaultText is { } text ? Code(text) : "nothing";
            page.Append($"| `{parameter.Name}` | {Takes(parameter.Type)} | {byDefault} | {parameter.Doc} |\n");
        }

        page.Append('\n');
    }

    private static string Takes(ParameterType type) => type switch
    {
        RangeType => "a [range](#sizes-and-ranges)",
        SizeType => "a [size](#sizes-and-ranges)",
        { AllowedValues.Count: > 0 } => string.Join(' ', type.AllowedValues.Select(Code)),
        _ => type.Description,
    };

    private static string List(IEnumerable<ClaimField> fields) => string.Join(' ', fields.Select(field => Code(field.Name)));

    private static string Code(string word) => $"`{word}`";
}
