using System.Xml.Linq;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Junit;
using RmapHarness.Reports.Ktap;
using RmapHarness.Reports.Tests.News;

namespace RmapHarness.Reports.Tests.Junit;

public sealed class JunitAndKtapTests
{
    private static readonly ResultsDocument Document = ResultsBuilder.Build(
        "0",
        [Entries.Kernel(), Entries.Kernel("6.1") with { Name = "old" }],
        [
            Entries.Pass("a"),
            Entries.Fail("b", "Pss"),
            Entries.Known("c", "x") with { Reason = "x" },
            Entries.Of("d", "skipped") with { Reason = "needs # a <moon>", Compared = 0 },
            Entries.Crash("e", "kernel BUG in f\u0007"),
            Entries.Of("f", "error") with { Reason = "not run: interrupted" },
            Entries.Pass("a") with { Kernel = "old" },
            Entries.Of("d", "flaky") with { Kernel = "old", Reason = "two runs" },
        ],
        interrupted: false);

    [Test]
    public void JUnit_has_a_suite_for_each_kernel()
    {
        using var folder = new TestFolder();
        var root = XDocument.Load(JunitFile.Write(folder.Path, Document)).Root!;
        Assert.That(Numbers(root), Is.EqualTo("8 2 2"));
        Assert.That(root.Elements("testsuite").Select(suite => $"{suite.Attribute("name")!.Value}: {Numbers(suite)}"), Is.EqualTo(new[] { "new: 6 1 2 1", "old: 2 1 0 0" }));
        var cases = root.Descendants("testcase").ToDictionary(test => $"{test.Attribute("classname")!.Value} {test.Attribute("name")!.Value}");
        Assert.That(cases["new a"].Elements(), Is.Empty);
        Assert.That(cases["new b"].Element("failure")!.Value, Does.Contain("smaps Pss: expected 1, observed 2"));
        Assert.That(cases["new c"].Element("system-out")!.Value, Is.EqualTo("known-issue: x"));
        Assert.That(cases["new d"].Element("skipped")!.Attribute("message")!.Value, Is.EqualTo("needs # a <moon>"));
        Assert.That(cases["new e"].Element("error")!.Attribute("message")!.Value, Is.EqualTo("kernel BUG in f?"));
        Assert.That(cases["new f"].Element("error")!.Attribute("type")!.Value, Is.EqualTo("error"));
        Assert.That(cases["new a"].Attribute("time")!.Value, Is.EqualTo("0.012"));
    }

    // What the schema junit-10 of Jenkins has, of what is written here: no attribute file of a case, no number of skipped cases of the whole.
    [Test]
    public void JUnit_has_only_what_strict_readers_know()
    {
        var known = new Dictionary<string, string[]>
        {
            ["testsuites"] = ["name", "tests", "failures", "errors", "time"],
            ["testsuite"] = ["name", "tests", "failures", "errors", "skipped", "time"],
            ["properties"] = [],
            ["property"] = ["name", "value"],
            ["testcase"] = ["classname", "name", "time"],
            ["failure"] = ["message", "type"],
            ["error"] = ["message", "type"],
            ["skipped"] = ["message"],
            ["system-out"] = [],
        };
        using var folder = new TestFolder();
        var root = XDocument.Load(JunitFile.Write(folder.Path, Document with { Gaps = [new GapEntry("gone", "half a character: \ud83d, and none: \uffff")] })).Root!;
        foreach (var element in root.DescendantsAndSelf())
            Assert.That(element.Attributes().Select(attribute => attribute.Name.LocalName), Is.SubsetOf(known[element.Name.LocalName]), element.ToString());
        Assert.That(Numbers(root), Is.EqualTo("9 2 2"), "a kernel that was not had is a case");
        Assert.That(root.Elements("testsuite").Sum(suite => (int)suite.Attribute("tests")!), Is.EqualTo(9));
    }

    [Test]
    public void KTAP_has_a_test_for_each_kernel_with_its_scenarios_as_subtests()
    {
        var text = new StringWriter { NewLine = "\n" };
        KtapText.Write(text, Document);
        Assert.That(text.ToString(), Is.EqualTo(
            """
            KTAP version 1
            1..2
              KTAP version 1
              # new: 7.3.4 x86_64 page-mapcount mm-id tcg
              1..6
              ok 1 a
              # step 2: parent 0x1000000000-0x1000200000: smaps Pss: expected 1, observed 2
              not ok 2 b # fail: 
              # step 2: parent 0x1000000000-0x1000200000: smaps exclusive: expected 1, observed 2
              ok 3 c # XFAIL x
              ok 4 d # SKIP needs  a <moon>
              not ok 5 e # crash: kernel BUG in f 
              not ok 6 f # ERROR not run: interrupted
            not ok 1 new
              KTAP version 1
              # old: 6.1 x86_64 page-mapcount mm-id tcg
              1..2
              ok 1 a
              not ok 2 d # flaky: two runs
            not ok 2 old

            """));
    }

    [Test]
    public void A_kernel_on_which_nothing_was_compared_is_not_ok()
    {
        var text = new StringWriter();
        KtapText.Write(text, ResultsBuilder.Build("0", [Entries.Kernel()], [Entries.Of("a", "skipped") with { Compared = 0 }], false));
        Assert.That(text.ToString(), Does.Contain("not ok 1 new"));
    }

    private static string Numbers(XElement element) =>
        string.Join(' ', new[] { "tests", "failures", "errors", "skipped" }.Select(name => element.Attribute(name)?.Value).OfType<string>());
}
