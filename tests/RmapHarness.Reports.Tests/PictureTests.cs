using System.Xml.Linq;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Reports.Picture;
using RmapHarness.Scenarios;

namespace RmapHarness.Reports.Tests;

/// <summary>The pictures of folios.</summary>
public sealed class PictureTests
{
    private const string Scenario = """
        name: picture
        about: Is 1 < 2 & "so on"?
        steps:
          - parent mmap: { as: a, kind: anon, size: 1 pmd }
          - parent madvise: { range: a, advice: hugepage }
          - parent touch: { range: a, access: write }
          - parent mmap: { as: b, kind: anon, size: 4 pages }
          - parent touch: { range: "b[0..2]", access: read }
          - parent touch: { range: "b[1]", access: write }
          - parent fork: { child: child }
          - child madvise: { range: "a[0..1/2]", advice: dontneed }
          - child munmap: { range: "a[10..12]" }
          - observe: all
        """;

    private static readonly CompiledScenario Compiled =
        ScenarioCompiler.Compile(ScenarioLoader.LoadText(Scenario, "picture.yaml").Scenarios.Single(), Geometry.Base4K).Compiled!;

    private static readonly XElement Svg = XElement.Parse(new ProgramPicture(Compiled, Example.V73).Draw());

    [Test]
    public void It_is_an_image_with_a_name_for_those_who_cannot_see_it()
    {
        Assert.That(Svg.Name.LocalName, Is.EqualTo("svg"));
        Assert.That(Svg.Attribute("role")!.Value, Is.EqualTo("img"));
        Assert.That(Svg.Element(Svg.Name.Namespace + "title")!.Value, Is.EqualTo("picture: Is 1 < 2 & \"so on\"?"));
    }

    [Test]
    public void A_cell_says_what_it_shows()
    {
        var titles = Titles();
        Assert.That(titles, Does.Contain("pages 0 to 511: folio A, kpagecount 1, exclusive, one large entry"));
        Assert.That(titles, Does.Contain("pages 0 to 511: folio A, kpagecount 2, not exclusive, one large entry"));
        Assert.That(titles, Does.Contain("pages 0 to 255: folio A, kpagecount 1, exclusive, one large entry"), "page-mapcount, after the child dropped them");
        Assert.That(titles, Does.Contain("pages 256 to 511: folio A, kpagecount 2, not exclusive"), "the child's");
        Assert.That(titles, Does.Contain("page 1: folio B, kpagecount 1, exclusive"));
        Assert.That(titles, Does.Contain("pages 0 to 1: zero page"));
        Assert.That(titles, Does.Contain("pages 2 to 3: no entry"));
        Assert.That(titles, Has.None.Contains("10 to 11"), "what is not mapped is not drawn");
    }

    [Test]
    public void Where_the_schemes_disagree_each_has_a_strip()
    {
        var labels = Svg.Descendants().Where(element => (string?)element.Attribute("class") == "label").Select(element => element.Value).ToList();
        Assert.That(labels, Does.Contain("parent, page-mapcount").And.Contain("parent, no-page-mapcount").And.Contain("parent, total-mapped-pages"));
        Assert.That(labels, Has.None.StartsWith("child, "), "all agree on the child");
    }

    [Test]
    public void A_step_that_changes_nothing_shares_the_picture_of_the_one_before() =>
        Assert.That(Svg.Value, Does.Contain("child munmap: { range: \"a[10..12]\" }  ·  9  observe: all"));

    // A kernel's pages have no level; from 6.7 on PAGEMAP_SCAN has one category that tells it.
    [TestCase(true)]
    [TestCase(false)]
    public void What_a_kernel_tells_of_its_entries_is_drawn(bool tells)
    {
        var predicted = Simulation.Run(Example.V73, Compiled.Program).Observations.Single().Processes[0];
        var observed = predicted with { Pages = [.. predicted.Pages.Select(run => run with { Level = null, Scan = tells ? run.Scan : ScanCategories.None })] };
        var first = Compiled.Mappings[0].Address >> 12;
        var colours = new FolioColours();
        colours.Learn([observed]);
        Assert.That(ProcessCells.TellsEntries(observed), Is.EqualTo(tells));
        Assert.That(ProcessCells.Of(observed, first, first + 512, Geometry.Base4K, colours)[0].Entry, tells ? Is.EqualTo(first) : Is.Null);
    }

    [Test]
    public void The_cells_of_a_process_cover_the_pages_that_were_asked_for()
    {
        var process = Simulation.Run(Example.V73, Compiled.Program).Observations.Single().Processes[1];
        var first = Compiled.Mappings[0].Address >> 12;
        var colours = new FolioColours();
        colours.Learn([process]);
        var cells = ProcessCells.Of(process, first, first + 512, Geometry.Base4K, colours);

        Assert.That(cells.Select(cell => (cell.First - first, cell.Pages, cell.Kind, cell.Text)), Is.EqualTo(new[]
        {
            (0ul, 10ul, CellKind.None, ""),
            (10ul, 2ul, CellKind.Unmapped, ""),
            (12ul, 244ul, CellKind.None, ""),
            (256ul, 256ul, CellKind.Present, "2"),
        }));
    }

    [Test]
    public void A_folio_of_a_kernel_is_coloured_like_that_of_the_model()
    {
        var process = Simulation.Run(Example.V73, Compiled.Program).Observations.Single().Processes[0];
        var moved = process with { Pages = [.. process.Pages.Select(run => run.Frame < 0 ? run : run with { Frame = run.Frame + 0x7000 })] };

        Assert.That(NumbersOf(moved), Is.EqualTo(NumbersOf(process)));
        Assert.That(NumbersOf(process).Where(number => number >= 0).Distinct().Count(), Is.EqualTo(2));
    }

    private static IReadOnlyList<int> NumbersOf(ProcSnapshot process)
    {
        var colours = new FolioColours();
        colours.Learn([process]);
        return [.. process.Pages.Select(run => run.Frame < 0 || (run.Flags & KpageFlags.ZeroPage) != 0 ? -1 : colours.NumberOf(run))];
    }

    private static List<string> Titles() =>
        [.. Svg.Descendants().Where(element => element.Name.LocalName == "rect").SelectMany(element => element.Elements()).Select(title => title.Value)];
}
