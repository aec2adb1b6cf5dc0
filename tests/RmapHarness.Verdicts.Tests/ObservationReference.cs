using System.Numerics;
using System.Text;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios.Text;
using RmapHarness.Testing;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests;

/// <summary>docs/observations.md, made from the definitions that the diff compares with and from their XML comments.</summary>
internal sealed class ObservationReference
{
    private const string Head = """
        # Observations: the reference

        Made from the definitions in code (`ObservableCatalogue`, `ComparedFields`, `NotCompared` and the comments of the fields); do not edit.

        At every `observe` step the model's answer and the kernel's are compared value by value, for every live process. `results.json` says how
        many values that were; a scenario that compared none is an `error`. [compared-values.md](compared-values.md) says how frames and contents,
        which are not plain numbers, are compared.

        | observable | read from | described in | unit | what is compared | one value is |
        |---|---|---|---|---|---|

        """;

    private readonly StringBuilder page = new();
    private readonly XmlComments comments = new(typeof(ProcSnapshot).Assembly);

    private ObservationReference()
    {
        page.Append(Head.ReplaceLineEndings("\n"));
        foreach (var one in ObservableCatalogue.All)
            page.Append($"| [{Words.Of(one.Observable)}](#{Words.Of(one.Observable)}) | {one.Source} | {Link(one.Document)} | {one.Unit} | {one.Compared} | {one.OneValue} |\n");

        foreach (var one in ObservableCatalogue.All)
            Section(one.Observable);
        Kernels();
    }

    public static string Text() => new ObservationReference().page.ToString();

    private static string Link(string document) => document.EndsWith(".md", StringComparison.Ordinal) ? $"[{document}]({document})" : document;

    private void Section(Observable observable)
    {
        page.Append($"\n## {Words.Of(observable)}\n\n{ObservableComment(observable)}\n");
        if (FieldsType(observable) is { } type)
            page.Append($"{comments.Of(type)}\n");
        if (Fields(observable).Concat(LeftOut(observable)).ToList() is not { Count: > 0 } rows)
            return;
        page.Append("\n| value | what it is | compared |\n|---|---|---|\n");
        foreach (var (name, what, compared) in rows)
            page.Append($"| {name} | {what} | {compared} |\n");
    }

    private static string ObservableComment(Observable observable) => new XmlComments(typeof(Observable).Assembly).Of(observable);

    private static Type? FieldsType(Observable observable) => observable switch
    {
        Observable.Step => typeof(StepOutcome),
        Observable.Smaps => typeof(SmapsField),
        Observable.Vmflags => typeof(VmFlags),
        Observable.Pagemap => typeof(PagemapBits),
        Observable.Kpageflags => typeof(KpageFlags),
        Observable.Scan => typeof(ScanCategories),
        Observable.NumaMaps => typeof(NumaField),
        Observable.Status => typeof(StatusField),
        Observable.Rollup => typeof(RollupField),
        Observable.Memcg => typeof(MemcgField),
        Observable.Thp => typeof(ThpEvent),
        Observable.Hugetlb => typeof(HugetlbStat),
        _ => null,
    };

    private IEnumerable<(string Name, string What, string Compared)> Fields(Observable observable) => observable switch
    {
        Observable.Smaps => Rows<SmapsField>(ComparedFields.Compares),
        Observable.Status => Rows<StatusField>(_ => true),
        Observable.Memcg => Rows<MemcgField>(_ => true),
        Observable.Thp => Rows<ThpEvent>(_ => true).Concat(Rows<ThpStat>(_ => true)),
        Observable.Hugetlb => Rows<HugetlbStat>(_ => true),
        Observable.Rollup => Rows<RollupField>(field => ReasonOf(observable, field.ToString()) is null),
        Observable.Pagemap => Bits<PagemapBits>(ComparedFields.Pagemap),
        Observable.Scan => Bits<ScanCategories>(ComparedFields.Scan),
        Observable.NumaMaps => Rows<NumaField>(_ => true),
        Observable.Kpageflags => Bits<KpageFlags>(ComparedFields.Kpageflags),
        Observable.Vmflags => Enum.GetValues<VmFlags>().Where(flag => BitOperations.IsPow2((int)flag)).Select(flag => ($"`{flag}`", comments.Of(flag), "yes")),
        _ => [],
    };

    private IEnumerable<(string Name, string What, string Compared)> Rows<TField>(Func<TField, bool> compares)
        where TField : struct, Enum =>
        FieldNames.All<TField>().Where(compares).Select(field => ($"`{field}`", comments.Of(field), "yes"));

    private IEnumerable<(string Name, string What, string Compared)> Bits<TFlags>(IReadOnlyList<ComparedBit> bits)
        where TFlags : struct, Enum =>
        bits.Select(bit => ($"`{bit.Name}`", BitComment<TFlags>(bit.Bit) ?? $"Bit {bit.Bit}: means nothing.", "yes"));

    private string? BitComment<TFlags>(int bit)
        where TFlags : struct, Enum
    {
        var named = Enum.GetValues<TFlags>().Where(flag => Convert.ToUInt64(flag, null) == 1UL << bit).ToList();
        return named.Count == 1 ? comments.Of(named[0]) : null;
    }

    private IEnumerable<(string Name, string What, string Compared)> LeftOut(Observable observable) =>
        ComparedFields.LeftOut.Where(entry => entry.Observable == observable)
            .Select(entry => (Named(entry.Field), CommentOf(observable, entry.Field), $"no: {entry.Reason}"));

    private string CommentOf(Observable observable, string field) => observable switch
    {
        Observable.Smaps when Enum.TryParse<SmapsField>(field, out var known) => comments.Of(known),
        Observable.Rollup when Enum.TryParse<RollupField>(field, out var known) => comments.Of(known),
        Observable.Scan when Enum.TryParse<ScanCategories>(field, out var known) => comments.Of(known),
        Observable.Kpageflags when Enum.TryParse<KpageFlags>(field, ignoreCase: true, out var known) => comments.Of(known),
        _ => "",
    };

    private static string Named(string field) => field.Contains(' ', StringComparison.Ordinal) ? field : $"`{field}`";

    private static string? ReasonOf(Observable observable, string field) =>
        ComparedFields.LeftOut.FirstOrDefault(entry => entry.Observable == observable && entry.Field == field)?.Reason;

    private void Kernels()
    {
        page.Append("\n## Left out on some kernels\n\n`results.json` names them in `kernel.notCompared`. [behaviours.md](behaviours.md) says which releases have the behaviour.\n\n");
        page.Append("| observable | compared only with | what that is | reason |\n|---|---|---|---|\n");
        foreach (var entry in NotCompared.On(Example.V73 with { Version = new KernelVersion(6, 1), HasMemoryController = false, HasNumaMaps = false, IsQuiet = false }))
            page.Append($"| {Words.Of(entry.Observable)} | `{entry.Unless}` | {comments.Of('P', typeof(KernelProfile), entry.Unless)} | {entry.Reason} |\n");
    }
}
