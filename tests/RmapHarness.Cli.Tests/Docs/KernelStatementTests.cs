using System.Globalization;
using System.Text.RegularExpressions;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Tests.Docs;

/// <summary>What README and docs/ say of kernels is true of vm/kernels.yaml and of what guests get.</summary>
public sealed partial class KernelStatementTests
{
    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md"));

    [GeneratedRegex("memory \\(default: ([0-9]+), or ([0-9]+) with 16 KiB pages and ([0-9]+) with 64 KiB\\)")]
    private static partial Regex Memory { get; }

    [GeneratedRegex("--kernels?[ =]([a-z0-9,-]+)")]
    private static partial Regex Asked { get; }

    [GeneratedRegex("kernels build ([a-z0-9-]+)")]
    private static partial Regex Built { get; }

    [Test]
    public void The_memory_that_a_guest_gets()
    {
        var said = Memory.Match(Readme).Groups.Values.Skip(1).Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture));
        var got = new[] { 4096, 16384, 65536 }.Select(size => new KernelImage("k", "/k", Architecture.Arm64, "7.3.4", null, null) { PageSize = size }.MemoryMiB);
        Assert.That(said, Is.EqualTo(got));
    }

    [Test]
    public void Where_the_source_of_every_build_is_from()
    {
        Assert.That(Readme, Does.Contain("`kernels build` takes the newest `linux-source` of trixie-backports"));
        Assert.That(KernelCatalogue.Load().Recipes.Select(recipe => recipe.Source), Is.Not.Empty.And.All.EqualTo("trixie-backports"));
    }

    [Test]
    public void Every_kernel_that_is_asked_for_by_name_has_one()
    {
        var catalogue = KernelCatalogue.Load();
        var asked = Names(Asked).ToList();
        Assert.That(asked, Does.Contain("trixie-backports-arm64-16k"), "names are found");
        Assert.That(asked.Where(name => name != "all" && catalogue.Find(name) is null && catalogue.FindRecipe(name) is null), Is.Empty);
    }

    [Test]
    public void Every_kernel_that_is_built_by_name_has_a_recipe()
    {
        var built = Names(Built).ToList();
        Assert.That(built, Is.SupersetOf(new[] { "no-page-mapcount", "page-mapcount" }));
        Assert.That(built.Where(name => KernelCatalogue.Load().FindRecipe(name) is null), Is.Empty);
    }

    private static IEnumerable<string> Names(Regex regex) =>
        from page in Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md"))
        from Match match in regex.Matches(File.ReadAllText(page))
        from name in match.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)
        select name;
}
