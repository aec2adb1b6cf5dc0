using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Picture;

/// <summary>The pages at the first mismatch of a scenario: what the model expects above what the kernel shows.</summary>
public static class MismatchPicture
{
    private const int MostCharacters = 100_000;

    /// <summary>The image, or null if nothing differs in pages, or it is too large to be of use.</summary>
    /// <param name="result">The result.</param>
    public static string? Draw(ScenarioResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Moment is not { } moment)
            return null;
        var strips = StripsOf(moment).ToList();
        if (strips.Count == 0)
            return null;
        var step = moment.Predicted.Step;
        var title = $"{result.Scenario.Name}, step {step}: expected above observed";
        var svg = new SvgPicture(title).Draw([new PictureSection($"{step}  {StepTexts.Of(result.Scenario, step)}", strips)]);
        return svg.Length <= MostCharacters ? svg : null;
    }

    private static IEnumerable<PictureStrip> StripsOf(MismatchMoment moment)
    {
        var (expected, observed) = (new FolioColours(), new FolioColours());
        expected.Learn(moment.Predicted.Processes);
        observed.Learn(moment.Observed.Processes);
        foreach (var process in moment.Predicted.Processes)
        {
            if (moment.Observed.Processes.FirstOrDefault(other => other.Process == process.Process) is not { } seen)
                continue;
            var name = moment.Compiled.Program.ProcessNames[process.Process];
            var pairs = moment.Compiled.Mappings
                .Select(mapping => (Expected: StripOf($"{name}, expected", moment, mapping, process, expected), Observed: StripOf($"{name}, observed", moment, mapping, seen, observed)))
                .Where(pair => IsMapped(pair.Expected) || IsMapped(pair.Observed))
                .ToList();
            foreach (var strip in pairs.Select(pair => pair.Expected).Concat(pairs.Select(pair => pair.Observed)))
                yield return strip;
        }
    }

    private static bool IsMapped(PictureStrip strip) => strip.Cells.Any(cell => cell.Kind != CellKind.Unmapped);

    private static PictureStrip StripOf(
        string label, MismatchMoment moment, Scenarios.NamedMapping mapping, ProcSnapshot process, FolioColours colours)
    {
        var geometry = moment.Compiled.Geometry;
        var first = mapping.Address >> geometry.PageShift;
        var end = (mapping.Address + mapping.Length + geometry.PageSize - 1) >> geometry.PageShift;
        return new PictureStrip(label, mapping.Name, first, ProcessCells.Of(process, first, end, geometry, colours));
    }
}
