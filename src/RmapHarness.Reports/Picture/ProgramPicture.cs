using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Reports.Picture;

/// <summary>What a scenario does to the folios, step by step, as the model has it.</summary>
/// <param name="compiled">The scenario.</param>
/// <param name="profile">The kernel; its scheme does not matter, all are shown.</param>
public sealed class ProgramPicture(CompiledScenario compiled, KernelProfile profile)
{
    private readonly AccountingScheme[] schemes = Enum.GetValues<AccountingScheme>();

    /// <summary>The image.</summary>
    public string Draw() => new SvgPicture($"{compiled.Scenario.Name}: {compiled.Scenario.About}").Draw([.. Sections()]);

    // Steps after which nothing looks different are named together with the one before.
    private IEnumerable<PictureSection> Sections()
    {
        var colours = schemes.Select(_ => new FolioColours()).ToList();
        var runs = schemes.Select(scheme => Simulation.Steps(profile with { Scheme = scheme }, compiled.Program).GetEnumerator()).ToList();
        PictureSection? last = null;
        for (var step = 0; step < compiled.Program.Operations.Count; step++)
        {
            var moments = runs.Select(run => run.MoveNext() ? run.Current.Processes : []).ToList();
            for (var i = 0; i < schemes.Length; i++)
                colours[i].Learn(moments[i]);
            var strips = StripsOf(moments, colours);
            var title = $"{step}  {StepTexts.Of(compiled.Scenario, step)}";
            if (last is not null && SameLooks(last.Strips, strips))
            {
                last = last with { Title = $"{last.Title}  ·  {title}" };
                continue;
            }

            if (last is not null)
                yield return last;
            last = new PictureSection(title, strips);
        }

        if (last is not null)
            yield return last;
    }

    private static bool SameLooks(IReadOnlyList<PictureStrip> left, IReadOnlyList<PictureStrip> right) =>
        left.Select(strip => (strip.Label, strip.Mapping)).SequenceEqual(right.Select(strip => (strip.Label, strip.Mapping)))
        && left.Zip(right).All(pair => pair.First.Cells.SequenceEqual(pair.Second.Cells));

    // One strip for each process and mapping; one for each scheme where the schemes do not agree.
    private List<PictureStrip> StripsOf(List<IReadOnlyList<ProcSnapshot>> moments, List<FolioColours> colours)
    {
        var strips = new List<PictureStrip>();
        for (var process = 0; process < moments[0].Count; process++)
        {
            var name = compiled.Program.ProcessNames[moments[0][process].Process];
            var byMapping = compiled.Mappings
                .Select(mapping => schemes.Select((_, i) => StripOf(name, mapping, moments[i][process], colours[i])).ToList())
                .Where(answers => answers[0].Cells.Any(cell => cell.Kind != CellKind.Unmapped))
                .ToList();
            if (byMapping.TrueForAll(answers => answers.TrueForAll(answer => answer.Cells.SequenceEqual(answers[0].Cells))))
                strips.AddRange(byMapping.Select(answers => answers[0]));
            else
                strips.AddRange(schemes.SelectMany((scheme, i) => byMapping.Select(answers => answers[i] with { Label = $"{name}, {Words.Of(scheme)}" })));
        }

        return strips;
    }

    private PictureStrip StripOf(string label, NamedMapping mapping, ProcSnapshot process, FolioColours colours)
    {
        var first = mapping.Address >> profile.Geometry.PageShift;
        var end = (mapping.Address + mapping.Length + profile.Geometry.PageSize - 1) >> profile.Geometry.PageShift;
        return new PictureStrip(label, mapping.Name, first, ProcessCells.Of(process, first, end, profile.Geometry, colours));
    }
}
