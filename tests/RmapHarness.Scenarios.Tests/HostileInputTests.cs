using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace RmapHarness.Scenarios.Tests;

/// <summary>Whatever a file holds, the loader answers with scenarios or errors, and cheaply.</summary>
public sealed class HostileInputTests
{
    private const string Valid = """
        name: x
        about: A valid scenario.
        needs: { thp: pmd, kernel: ">= 6.1, < 9.0", arch: x86_64 }
        for-each: { n: [1, 2], part: ["a[0..1/2]", "a[1 pmd - 1 page..]"] }
        steps:
          - p mmap: { as: a, kind: anon, size: 1 pmd + 2 pages, align: 1 page, prot: rw }
          - p touch: { range: "${part}", access: write, every: "${n} pages" }
          - p fork: { child: c }
          - observe: { label: here }
          - c exit:
          - observe: all
        expect:
          - { process: c, page: "a[0]", at: here, present: true, kpagecount: { page-mapcount: 2, no-page-mapcount: 2 } }

        """;

    [Test]
    public void The_text_that_is_mutated_is_valid() => Assert.That(ScenarioLoader.LoadText(Valid, "x.yaml").Errors, Is.Empty);

    [Test]
    public void A_mapping_that_the_parser_ends_in_place_of_a_value_is_an_error()
    {
        var text = Mutate([(182, 3, "@"), (521, 3, ":")]);

        Assert.That(ScenarioLoader.LoadText(text, "x.yaml").Errors, Is.Not.Empty);
    }

    [Test]
    public void A_mutated_file_never_throws()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", "- ", ":", ": ", "\"", "'", "#", "&a ", "*a", "!", "|", ">", "%", "@", "`", "?", "? ", ",", "\n", "${",
            "..", "/", "0", "é", "---\n", "...\n",
        ];
        var edit =
            from at in Gen.Choose(0, Valid.Length - 1)
            from remove in Gen.Choose(0, 4)
            from insert in Gen.Elements(pieces)
            select (At: at, Remove: remove, Insert: insert);
        var edits = Gen.ListOf(edit).Where(list => list.Count is > 0 and < 12);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(edits.ToArbitrary(), list =>
            IsAnswered(ScenarioLoader.LoadText(Mutate(list), "x.yaml"))));
    }

    private static string Mutate(IEnumerable<(int At, int Remove, string Insert)> edits)
    {
        var text = new StringBuilder(Valid);
        foreach (var (at, remove, insert) in edits)
        {
            var where = Math.Min(at, text.Length);
            text.Remove(where, Math.Min(remove, text.Length - where)).Insert(where, insert);
        }

        return text.ToString();
    }

    [Test]
    public void Random_bytes_never_throw() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => IsAnswered(ScenarioLoader.LoadBytes(bytes, "x.yaml"))));

    [Test]
    public void A_file_above_the_limit_is_refused_unread()
    {
        var result = ScenarioLoader.LoadBytes(new byte[Limits.FileBytes + 1], "x.yaml");
        Assert.That(result.Errors.Single().Message, Is.EqualTo("the file is larger than 256 KiB"));
    }

    [Test]
    public void A_file_on_disk_above_the_limit_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, new string('#', Limits.FileBytes + 1));
            Assert.That(ScenarioLoader.Load(path).Errors.Single().Message, Is.EqualTo("the file is larger than 256 KiB"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void A_file_that_is_not_there_is_an_error_not_an_exception() =>
        Assert.That(ScenarioLoader.Load("no-such-file.yaml").Errors.Single().Message, Does.StartWith("the file cannot be read: "));

    [Test]
    public void A_directory_is_an_error_not_an_exception() =>
        Assert.That(ScenarioLoader.Load(Path.GetTempPath()).Errors.Single().Message, Is.EqualTo("the file is a directory"));

    [Test]
    public void Deep_brackets_are_refused() =>
        Assert.That(
            ScenarioLoader.LoadText("a: " + new string('[', 200_000), "x.yaml").Errors.Single().Message,
            Is.EqualTo("this is nested deeper than 12 levels"));

    [Test]
    public void Too_many_values_are_refused() =>
        Assert.That(
            ScenarioLoader.LoadText($"a: [{string.Concat(Enumerable.Repeat("1,", Limits.Nodes + 1))}]", "x.yaml").Errors.Single().Message,
            Is.EqualTo("the file has more than 50000 values"));

    [Test]
    public void Too_many_steps_are_refused()
    {
        var text = "name: x\nabout: x\nsteps:\n" + string.Concat(Enumerable.Repeat("  - observe: all\n", Limits.Steps + 1));
        Assert.That(ScenarioLoader.LoadText(text, "x.yaml").Errors.Single().Message, Is.EqualTo("a scenario has at most 2000 steps"));
    }

    [Test]
    public void Too_many_processes_are_refused()
    {
        var forks = string.Concat(Enumerable.Range(1, Limits.Processes).Select(i => $"  - p fork: {{ child: c{i} }}\n"));
        var errors = ScenarioLoader.LoadText($"name: x\nabout: x\nsteps:\n{forks}  - observe: all\n", "x.yaml").Errors;
        Assert.That(errors.Single().Message, Is.EqualTo("a scenario has at most 128 processes"));
    }

    [Test]
    public void A_NUL_byte_is_refused() =>
        Assert.That(
            ScenarioLoader.LoadText("name: \0", "x.yaml").Errors.Single().ToString(),
            Does.StartWith("x.yaml:1:7: error: a scenario has no control characters (U+0000)"));

    [Test]
    public void A_byte_order_mark_does_no_harm() =>
        Assert.That(ScenarioLoader.LoadBytes([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Valid)], "x.yaml").Errors, Is.Empty);

    private static bool IsAnswered(ScenarioLoadResult result) =>
        result.Scenarios.Count == 0 == result.Errors.Count > 0
        && result.Errors.All(error => error.Line > 0 && error.Column > 0 && error.ToString().Length > 0);
}
