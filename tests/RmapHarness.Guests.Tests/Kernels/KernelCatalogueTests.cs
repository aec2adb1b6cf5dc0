using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class KernelCatalogueTests
{
    [Test]
    public void The_projects_own_catalogue_has_the_kernels_that_are_promised()
    {
        var catalogue = KernelCatalogue.Load();
        Assert.That(
            catalogue.Entries.Select(entry => entry.Name),
            Is.EqualTo(new[]
            {
                "bookworm", "trixie", "trixie-backports", "forky", "sid",
                "bookworm-arm64", "trixie-arm64", "trixie-backports-arm64", "forky-arm64", "sid-arm64", "trixie-backports-arm64-16k",
            }));
        Assert.That(catalogue.Default.Name, Is.EqualTo("trixie-backports"));
        foreach (var entry in catalogue.Entries)
        {
            Assert.That(entry.Architecture == Architecture.Arm64, Is.EqualTo(entry.Name.Contains("-arm64", StringComparison.Ordinal)), entry.Name);
            Assert.That(entry.Flavour, Does.Contain(entry.Architecture == Architecture.Arm64 ? "arm64" : "amd64"));
        }
    }

    [Test]
    public void Entries_are_read()
    {
        var catalogue = Read(
            """
            default: b
            kernels:
              a: { suite: one, architecture: arm64, flavour: arm64-16k }
              b: { suite: two, architecture: x86_64, flavour: cloud-amd64, about: "the second" }
            """);
        Assert.That(catalogue.Find("a"), Is.EqualTo(new KernelEntry("a", "one", Architecture.Arm64, "arm64-16k", "")));
        Assert.That(catalogue.Default, Is.EqualTo(new KernelEntry("b", "two", Architecture.X86_64, "cloud-amd64", "the second")));
        Assert.That(catalogue.Find("c"), Is.Null);
    }

    [TestCase("", "one document is expected")]
    [TestCase("[]", "k.yaml:1:1: a mapping is expected")]
    [TestCase("default: a\n", "'kernels' is missing")]
    [TestCase("default: b\nkernels:\n  a: { suite: s, architecture: x86_64, flavour: f }\n", "k.yaml:1:10: the default 'b' is not in the list")]
    [TestCase("default: a\nkernels:\n  a: { suite: s, architecture: mips, flavour: f }\n", "k.yaml:3:32: 'mips' is not an architecture")]
    [TestCase("default: a\nkernels:\n  a: { suite: s, colour: red }\n", "k.yaml:3:18: unknown key 'colour'")]
    [TestCase("default: a\nkernels:\n  a: { suite: s, flavour: f }\n", "k.yaml:3:6: 'architecture' is missing")]
    [TestCase("default: a\nkernels:\n  a: { suite: , architecture: x86_64, flavour: f }\n", "a word is expected")]
    [TestCase("default: {", "k.yaml:2:1: ")]
    public void A_bad_catalogue_is_refused_with_its_place(string text, string message) =>
        Assert.That(() => Read(text), Throws.TypeOf<FormatException>().With.Message.Contains(message));

    [TestCase("trixi", "trixie")]
    [TestCase("bookwrom", "bookworm")]
    [TestCase("trixie-backport", "trixie-backports")]
    [TestCase("windows", null)]
    public void What_was_meant_is_suggested(string name, string? suggestion) =>
        Assert.That(KernelCatalogue.Load().Suggest(name), Is.EqualTo(suggestion));

    private static KernelCatalogue Read(string text) => KernelCatalogue.Read(new StringReader(text), "k.yaml");
}
