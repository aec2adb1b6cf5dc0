using System.Reflection;
using System.Xml.Linq;

namespace RmapHarness.Architecture.Tests;

/// <summary>
/// The dependency table: what each room may use. A room that may use Verdicts sees the types that results are made of: those of
/// Engine and Scenarios. Only Cli uses all.
/// </summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Engine"] = [],
        ["Scenarios"] = ["Engine"],
        ["Guests"] = ["Engine", "Scenarios"],
        ["Verdicts"] = ["Engine", "Scenarios"],
        ["Reports"] = ["Engine", "Scenarios", "Verdicts"],
        ["Cli"] = ["Engine", "Scenarios", "Guests", "Verdicts", "Reports"],
    };

    public static IEnumerable<string> Rooms => Allowed.Keys;

    [Test]
    public void Every_project_below_src_is_a_room_of_the_table() =>
        Assert.That(Directory.GetDirectories(Path.Combine(Root(), "src")).Select(path => RoomOf(Path.GetFileName(path))), Is.EquivalentTo(Rooms));

    [TestCaseSource(nameof(Rooms))]
    public void A_room_references_only_projects_that_it_may_use(string room) =>
        Assert.That(
            References(room, "ProjectReference").Select(path => RoomOf(Path.GetFileNameWithoutExtension(path))),
            Is.SubsetOf(Allowed[room]));

    [TestCaseSource(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_that_it_may_use(string room) =>
        Assert.That(
            UsedAssemblies(room).Where(name => name.StartsWith("RmapHarness.", StringComparison.Ordinal)).Select(RoomOf),
            Is.SubsetOf(Allowed[room]));

    [Test]
    public void The_engine_uses_nothing_but_the_base_class_library()
    {
        Assert.That(References("Engine", "PackageReference"), Is.Empty);
        Assert.That(UsedAssemblies("Engine"), Has.All.Match("^(System|Microsoft\\.CSharp|netstandard)"));
    }

    [Test]
    public void Nobody_uses_a_room_that_uses_it()
    {
        foreach (var (room, uses) in Allowed)
            Assert.That(uses.SelectMany(Reachable), Has.None.EqualTo(room));
    }

    private static IEnumerable<string> Reachable(string room) => Allowed[room].SelectMany(Reachable).Append(room);

    private static List<string> References(string room, string kind) =>
    [
        .. XDocument.Load(Path.Combine(Root(), "src", $"RmapHarness.{room}", $"RmapHarness.{room}.csproj"))
            .Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/')),
    ];

    private static IEnumerable<string> UsedAssemblies(string room) =>
        Assembly.Load(room == "Cli" ? "rmapharness" : $"RmapHarness.{room}").GetReferencedAssemblies().Select(name => name.Name!);

    private static string RoomOf(string project) => project["RmapHarness.".Length..];

    private static string Root()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "RmapHarness.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("the tests do not run below the repository");
        return directory.FullName;
    }
}
