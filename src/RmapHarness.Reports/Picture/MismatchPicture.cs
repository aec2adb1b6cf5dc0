using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Picture;

/// <summary>The pages at the first mismatch of a scenario: what the model expects above what the kernel shows.</summary>
public static class MismatchPicture
{
    private const int MostCharacters = 100_000;
    private const int MostCells = 128;
    private const int FewestCells = 4;

    /// <summary>The image, or null if nothing can be seen in pages. What would be too large is cut down to the neighbourhood of what differs.</summary>
    /// <param name="result">The result.</param>
    public static string? Draw(ScenarioResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Moment is not { } moment)
            return null;
        var processes = PairsOf(moment).Where(pairs => pairs.Count > 0).ToList();
        if (processes.Count == 0)
            return null;
        var svg = Draw(result, moment, processes, 0);
        for (var most = MostCells; svg.Length > MostCharacters && most >= FewestCells; most /= 2)
        {
            var (kept, leftOut) = new PictureCrop(most).Crop(processes);
            svg = Draw(result, moment, kept, leftOut);
        }

        return svg;
    }

    private static string Draw(ScenarioResult result, MismatchMoment moment, IReadOnlyList<IReadOnlyList<PicturePair>> processes, int leftOut)
    {
        var step = moment.Predicted.Step;
        var title = $"{result.Scenario.Name}, step {step}: expected above observed";
        if (leftOut > 0)
            title += $"; {leftOut} more process{(leftOut == 1 ? "" : "es")} left out";
        var about = $"{step}  {StepTexts.Of(result.Scenario, step)}";
        if (!moment.Observed.Processes.Any(ProcessCells.TellsEntries))
            about += "  ·  this kernel does not tell which entries are large";
        var strips = processes.SelectMany(pairs => pairs.Select(pair => pair.Expected).Concat(pairs.Select(pair => pair.Observed)));
        return new SvgPicture(title).Draw([new PictureSection(about, [.. strips])]);
    }

    private static IEnumerable<IReadOnlyList<PicturePair>> PairsOf(MismatchMoment moment)
    {
        var (expected, observed) = (new FolioColours(), new FolioColours());
        expected.Learn(moment.Predicted.Processes);
        observed.Learn(moment.Observed.Processes);
        foreach (var process in moment.Predicted.Processes)
        {
            if (moment.Observed.Processes.FirstOrDefault(other => other.Process == process.Process) is not { } seen)
                continue;
            var name = moment.Compiled.Program.ProcessNames[process.Process];
            yield return
            [
                .. moment.Compiled.Mappings
                    .Select(mapping => new PicturePair(
                        StripOf($"{name}, expected", moment, mapping, process, expected), StripOf($"{name}, observed", moment, mapping, seen, observed)))
                    .Where(pair => pair.IsMapped),
            ];
        }
    }

    private static PictureStrip StripOf(
        string label, MismatchMoment moment, Scenarios.NamedMapping mapping, ProcSnapshot process, FolioColours colours)
    {
        var geometry = moment.Compiled.Geometry;
        var first = mapping.Address >> geometry.PageShift;
        var end = (mapping.Address + mapping.Length + geometry.PageSize - 1) >> geometry.PageShift;
        return new PictureStrip(label, mapping.Name, first, ProcessCells.Of(process, first, end, geometry, colours));
    }
}
