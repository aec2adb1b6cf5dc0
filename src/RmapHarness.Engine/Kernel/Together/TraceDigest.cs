using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Kernel.Together;

/// <summary>All that a trace says, as numbers that two traces have in common if only the numbers of frames differ.</summary>
internal sealed class TraceDigest
{
    private readonly List<ulong> values = [];
    private readonly Dictionary<long, ulong> frames = [];
    private readonly int wanted;
    private DigestPlace place;
    private DigestPlace found;

    private TraceDigest(int wanted) => this.wanted = wanted;

    /// <summary>The numbers of a trace.</summary>
    public static IReadOnlyList<ulong> Of(Trace trace) => Read(trace, -1).values;

    /// <summary>What one of the numbers of a trace is.</summary>
    public static DigestPlace PlaceOf(Trace trace, int index) => Read(trace, index).found;

    private static TraceDigest Read(Trace trace, int wanted)
    {
        var digest = new TraceDigest(wanted);
        foreach (var outcome in trace.Outcomes)
        {
            digest.place = new DigestPlace("result", outcome.Step);
            digest.Add((ulong)outcome.Errno);
        }

        foreach (var observation in trace.Observations)
            digest.Add(observation);
        foreach (var process in trace.Contents!)
        {
            digest.place = new DigestPlace("contents in the end", trace.Outcomes.Count - 1, process.Process);
            foreach (var run in process.Runs)
                digest.AddRun(run);
        }

        return digest;
    }

    private void Add(Observation observation)
    {
        foreach (var process in observation.Processes)
        {
            place = new DigestPlace("VMAs", observation.Step, process.Process);
            foreach (var vma in process.Vmas)
                Add(vma);
            Add(process.Status);
            foreach (var run in process.Pages)
                AddRun(run);
        }

        place = new DigestPlace("counters", observation.Step);
        Add(observation.Memcg);
        Add(observation.Thp?.Events);
        foreach (var (_, counters) in observation.Thp?.Sizes.OrderBy(size => size.Key).ToList() ?? [])
            Add(counters);
    }

    private void Add(VmaSnapshot vma)
    {
        Add(vma.Start);
        Add(vma.End);
        Add(vma.Permissions);
        foreach (var flag in vma.Flags)
            Add(flag);
        Add(vma.Counters);
        Add(vma.Numa);
    }

    private void Add(string word)
    {
        foreach (var letter in word)
            Add(letter);
    }

    private void Add<TField>(FieldValues<TField>? fields)
        where TField : struct, Enum
    {
        foreach (var field in FieldNames.All<TField>())
        {
            place = place with { Field = wanted < 0 ? null : field.ToString() };
            Add(fields is null || !fields.Has(field) ? ulong.MaxValue : (ulong)fields[field]);
        }
    }

    // Two orders may give pages other frames, and so cut runs in other places.
    private void AddRun(PageRun run)
    {
        var pages = run.Frame < 0 ? 1 : run.Pages;
        if (run.Frame < 0)
            Add(run.Pages);
        for (var page = run.FirstPage; page < run.FirstPage + pages; page++)
        {
            place = place with { What = "page", Page = page };
            Add(Mix(
                page, (ulong)run.Pagemap, FrameOf(run.FrameOf(page)), (ulong)run.MapCount, (ulong)run.Flags, (ulong)run.Undetermined,
                (ulong)run.Scan, (ulong)run.ScanOpen, run.WordOf(page)));
        }
    }

    private void AddRun(ContentRun run)
    {
        var pages = run.Word == 0 ? 1 : run.Pages;
        if (run.Word == 0)
            Add(run.Pages);
        for (var page = run.FirstPage; page < run.FirstPage + pages; page++)
        {
            place = place with { What = "page", Page = page };
            Add(Mix(page, run.WordOf(page), (ulong)run.Signal));
        }
    }

    private ulong FrameOf(long frame)
    {
        if (frame < 0)
            return 0;
        if (!frames.TryGetValue(frame, out var number))
            frames.Add(frame, number = (ulong)frames.Count + 1);
        return number;
    }

    // 64 bits of many: two pages that differ have the same number once in 2^64.
    private static ulong Mix(params ReadOnlySpan<ulong> parts)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in parts)
        {
            hash = (hash ^ part) * 0x9E3779B97F4A7C15UL;
            hash ^= hash >> 32;
        }

        return hash;
    }

    private void Add(ulong value)
    {
        if (values.Count == wanted)
            found = place;
        values.Add(value);
    }
}
