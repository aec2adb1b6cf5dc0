using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Claims;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads <c>expect</c>.</summary>
internal static class ClaimsReader
{
    private static readonly string[] Targets = ["page", "range", "vma"];

    /// <summary>The keys of a claim beside the fields.</summary>
    public static IReadOnlyList<DocumentKey> Keys { get; } =
    [
        new("process", "Name of the process.", IsRequired: true),
        new("page", "One page, as in 'a[0]'."),
        new("range", "Pages, each of which must be so, as in 'a[0..1/2]'."),
        new("vma", "Pages that one VMA holds, whose entry in smaps is meant."),
        new("at", "Label of an observation; left out: the last one."),
    ];

    /// <summary>The claims that are well formed; one item with several fields makes several claims.</summary>
    public static IReadOnlyList<Claim> Read(Node? node, Diagnostics diagnostics)
    {
        if (node is null)
            return [];
        if (node is SequenceNode sequence)
            return [.. sequence.Items.SelectMany(item => ReadItem(item, diagnostics))];
        diagnostics.Add(node.Mark, "'expect' is a list of claims");
        return [];
    }

    private static List<Claim> ReadItem(Node item, Diagnostics diagnostics)
    {
        var claims = new List<Claim>();
        if (item is not MappingNode mapping)
        {
            diagnostics.Add(item.Mark, "a claim is { process: …, page, range or vma: …, FIELD: value }");
            return claims;
        }

        var fields = new Fields(mapping, "a claim", [.. Keys.Select(key => key.Name), .. ClaimField.Names], diagnostics);
        var process = fields.Scalar("process", fields.Require("process", mapping.Mark));
        var at = fields.Scalar("at", fields.Find("at"));
        var (target, where, range) = ReadTarget(mapping, fields, diagnostics);
        var count = 0;
        foreach (var (key, value) in mapping.Entries)
        {
            if (!ClaimField.TryParse(key.Text, out var field))
                continue;
            count++;
            if (target is not null && field.Smaps is null == (target == "vma"))
            {
                diagnostics.Add(key.Mark, field.Smaps is null ? $"'{key.Text}' is about a page or range" : $"'{key.Text}' is about a vma");
                continue;
            }

            if (!ReadValues(field, value, diagnostics, out var forAll, out var byScheme) || process is null || range is null)
                continue;
            claims.Add(new Claim(process, where!, range, at)
            {
                Mark = mapping.Mark,
                Text = NodeText.Of(mapping),
                Field = field,
                Value = forAll,
                ByScheme = byScheme,
            });
        }

        if (count == 0 && !fields.IsBroken)
            diagnostics.Add(mapping.Mark, $"the claim has no field, such as kpagecount, exclusive or Pss");
        return claims;
    }

    private static (string? Target, ScalarNode? Node, RangeExpression? Range) ReadTarget(
        MappingNode mapping, Fields fields, Diagnostics diagnostics)
    {
        var given = mapping.Entries.Where(entry => Targets.Contains(entry.Key.Text)).ToList();
        if (given.Count != 1)
        {
            if (!fields.IsBroken || given.Count > 1)
                diagnostics.Add(given.Count > 1 ? given[1].Key.Mark : mapping.Mark, "a claim has one of the keys page, range and vma");
            return (null, null, null);
        }

        var target = given[0].Key.Text;
        if (fields.Scalar(target, given[0].Value) is not { } node)
            return (target, null, null);
        var range = RangeParser.Parse(node.Text, out var problem);
        if (range is null)
        {
            diagnostics.Add(node.At(problem!.Offset), problem.Message, problem.Suggestion);
        }
        else if (target == "page" && !range.IsPage)
        {
            diagnostics.Add(node.At(0), "one page is written 'a[0]'; use 'range' for several", $"{range.Mapping}[0]");
            range = null;
        }

        return (target, node, range);
    }

    private static bool ReadValues(
        ClaimField field,
        Node node,
        Diagnostics diagnostics,
        out ClaimValue? forAll,
        out IReadOnlyDictionary<AccountingScheme, ClaimValue> byScheme)
    {
        var values = new Dictionary<AccountingScheme, ClaimValue>();
        byScheme = values;
        forAll = null;
        if (node is not MappingNode mapping)
            return (forAll = ClaimValueReader.Read(field, node, diagnostics)) is not null;
        if (mapping.Entries.Count == 0)
            diagnostics.Add(mapping.Mark, "no scheme is named");
        var fields = new Fields(mapping, "a claim by scheme", Words.All<AccountingScheme>(), diagnostics);
        var isRight = !fields.IsBroken && mapping.Entries.Count > 0;
        foreach (var (key, value) in mapping.Entries)
        {
            if (Words.Find<AccountingScheme>(key.Text) is not { } scheme)
                continue;
            var read = ClaimValueReader.Read(field, value, diagnostics);
            isRight &= read is not null;
            if (read is not null)
                values[scheme] = read;
        }

        return isRight;
    }
}
