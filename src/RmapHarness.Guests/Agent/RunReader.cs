using System.Text;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.KernelLog;

namespace RmapHarness.Guests.Agent;

/// <summary>
/// Reads the answers to one run. Values that are not what they should be make the run <see cref="RunEnd.Broken"/>; answers out of
/// order make the stream useless, which is a <see cref="ProtocolException"/>.
/// </summary>
internal sealed class RunReader(AnswerReader answers, SmapsParser smaps, ulong pageSize, string id, Program program)
{
    private readonly List<StepOutcome> outcomes = new(program.Operations.Count);
    private readonly List<Observation> observations = [];
    private readonly StringBuilder kernelLog = new();
    private ObservationBuilder? observation;
    private ContentsBuilder? contents;
    private string? unreadable;

    private delegate void ContentsLine(ContentsBuilder to, ref Words from);

    /// <summary>What was acknowledged and observed so far.</summary>
    public Trace Trace => new(outcomes, observations) { Contents = contents?.Processes };

    /// <summary>Reads up to <c>done</c>.</summary>
    /// <exception cref="ProtocolException">The agent failed, ended, was silent, or spoke out of order.</exception>
    public async Task<ObservedRun> ReadAsync(Deadline deadline, CancellationToken cancellation)
    {
        try
        {
            Expect((await answers.ReadLineAsync(deadline, cancellation).ConfigureAwait(false)).Span, "run"u8);
            while (true)
            {
                var line = await answers.ReadLineAsync(deadline, cancellation).ConfigureAwait(false);
                if (line.Span.StartsWith("smaps "u8) || line.Span.StartsWith("numa_maps "u8))
                {
                    var isSmaps = line.Span.StartsWith("smaps "u8);
                    var length = TextLength(line.Span);
                    var text = await answers.ReadBytesAsync(length, deadline, cancellation).ConfigureAwait(false);
                    AddVmaText(isSmaps, text.Span);
                }
                else if (Take(line.Span) is { } run)
                {
                    return run;
                }
            }
        }
        catch (FormatException e)
        {
            throw new ProtocolException($"not the protocol: {e.Message}", e);
        }
    }

    /// <summary>Takes any other line; the run if that was its last one.</summary>
    private ObservedRun? Take(ReadOnlySpan<byte> line)
    {
        var words = new Words(line);
        var word = words.Next();
        if (word.SequenceEqual("page"u8))
            AddPage(ref words);
        else if (word.SequenceEqual("outside"u8) || word.SequenceEqual("rollup"u8) || word.SequenceEqual("status"u8) || word.SequenceEqual("memcg"u8) || word.SequenceEqual("thp"u8) || word.SequenceEqual("thp_size"u8) || word.SequenceEqual("hugetlb"u8))
            AddTotals(word, ref words);
        else if (word.SequenceEqual("step"u8))
            AddStep(ref words);
        else if (word.SequenceEqual("observe"u8))
            BeginObservation(ref words);
        else if (word.SequenceEqual("process"u8))
            BeginProcess(ref words);
        else if (word.SequenceEqual("kernel"u8))
            kernelLog.Append(Encoding.UTF8.GetString(words.Rest)).Append('\n');
        else if (word.SequenceEqual("content"u8))
            AddToContents(ref words, static (ContentsBuilder to, ref Words from) => to.AddContent(ref from));
        else if (word.SequenceEqual("fault"u8))
            AddToContents(ref words, static (ContentsBuilder to, ref Words from) => to.AddFault(ref from));
        else if (word.SequenceEqual("final"u8))
            BeginContents(ref words);
        else if (word.SequenceEqual("done"u8))
            return Finish(ref words);
        else if (word.SequenceEqual("failed"u8))
            throw new ProtocolException($"the agent failed: {Encoding.UTF8.GetString(words.Rest)}");
        else
            throw words.Malformed("unknown word");
        return null;
    }

    private void Expect(ReadOnlySpan<byte> line, ReadOnlySpan<byte> expected)
    {
        var words = new Words(line);
        var word = words.Next();
        if (word.SequenceEqual("failed"u8))
            throw new ProtocolException($"the agent failed: {Encoding.UTF8.GetString(words.Rest)}");
        if (!word.SequenceEqual(expected) || words.NextText() != id)
            throw words.Malformed($"not the answer to run {id}");
        words.End();
    }

    private ObservationBuilder Current(ref Words words) => observation ?? throw words.Malformed("outside an observation");

    private void AddPage(ref Words words)
    {
        var current = Current(ref words);
        try
        {
            current.AddPage(PageLineParser.Parse(ref words));
        }
        catch (FormatException e)
        {
            unreadable ??= e.Message;
        }
    }

    private void AddTotals(ReadOnlySpan<byte> word, ref Words words)
    {
        var current = Current(ref words);
        try
        {
            if (word.SequenceEqual("rollup"u8))
                current.AddRollup(FieldParser.Parse<RollupField>(ref words));
            else if (word.SequenceEqual("status"u8))
                current.AddStatus(FieldParser.Parse<StatusField>(ref words));
            else if (word.SequenceEqual("thp"u8))
                current.AddThp(FieldParser.ParseSigned<ThpEvent>(ref words));
            else if (word.SequenceEqual("thp_size"u8))
                current.AddThpSize(words.NextCount(), FieldParser.ParseSigned<ThpStat>(ref words));
            else if (word.SequenceEqual("hugetlb"u8))
                current.AddHugetlb(words.NextCount(), FieldParser.ParseSigned<HugetlbStat>(ref words));
            else if (word.SequenceEqual("memcg"u8))
                AddMemcg(current, ref words);
            else
                AddOutside(current, ref words);
        }
        catch (FormatException e)
        {
            unreadable ??= e.Message;
        }
    }

    private static void AddMemcg(ObservationBuilder current, ref Words words)
    {
        var (outside, unmapped) = (words.NextDecimal(), words.NextDecimal());
        current.AddMemcg(FieldParser.Parse<MemcgField>(ref words), outside, unmapped);
    }

    private static void AddOutside(ObservationBuilder current, ref Words words)
    {
        var shares = words.NextCount();
        if (!words.Next().SequenceEqual("shmem"u8))
            throw words.Malformed("shmem is missing");
        var shmem = words.NextDecimal();
        if (!words.Next().SequenceEqual("locked"u8))
            throw words.Malformed("locked is missing");
        var locked = words.NextDecimal();
        current.AddOutside(FieldParser.Parse<SmapsField>(ref words), shares, shmem, locked);
    }

    private void BeginContents(ref Words words)
    {
        words.End();
        if (outcomes.Count != program.Operations.Count || contents is not null)
            throw words.Malformed("contents before the end, or twice");
        contents = new ContentsBuilder();
    }

    private void AddToContents(ref Words words, ContentsLine add)
    {
        var current = contents ?? throw words.Malformed("outside the contents");
        try
        {
            add(current, ref words);
        }
        catch (FormatException e)
        {
            unreadable ??= e.Message;
        }
    }

    private static int TextLength(ReadOnlySpan<byte> line)
    {
        var words = new Words(line);
        words.Next();
        var length = words.NextCount();
        words.End();
        return length;
    }

    private void AddVmaText(bool isSmaps, ReadOnlySpan<byte> text)
    {
        var current = observation ?? throw new FormatException("smaps or numa_maps outside an observation");
        try
        {
            if (isSmaps)
                current.AddVmas(smaps.Parse(text));
            else
                current.AddNumaMaps(NumaMapsParser.Parse(text));
        }
        catch (FormatException e)
        {
            unreadable ??= e.Message;
        }
    }

    private void BeginObservation(ref Words words)
    {
        var step = words.NextCount();
        words.End();
        if (observation is not null || step != outcomes.Count || step >= program.Operations.Count || program.Operations[step] is not ObserveOperation)
            throw words.Malformed("an observation out of order");
        observation = new ObservationBuilder(step, pageSize);
    }

    private void BeginProcess(ref Words words)
    {
        var process = words.NextCount();
        words.End();
        var current = contents is null ? Current(ref words) : null;
        try
        {
            current?.BeginProcess(process);
            contents?.BeginProcess(process);
        }
        catch (FormatException e)
        {
            unreadable ??= e.Message;
        }
    }

    private void AddStep(ref Words words)
    {
        var step = words.NextCount();
        var result = words.NextDecimal();
        words.End();
        if (step != outcomes.Count || step >= program.Operations.Count || result is < -64 or > 4095)
            throw words.Malformed("a step out of order or range");
        if (program.Operations[step] is ObserveOperation != observation is not null)
            throw words.Malformed("a step without its observation, or the reverse");
        FinishObservation();
        outcomes.Add(new StepOutcome(step, (int)result));
    }

    private void FinishObservation()
    {
        if (observation is null)
            return;
        try
        {
            observations.Add(observation.Finish());
        }
        catch (FormatException e)
        {
            unreadable ??= e.Message;
        }

        observation = null;
    }

    /// <summary><c>done ID END FALLBACKS MICROSECONDS [REASON]</c>.</summary>
    private ObservedRun Finish(ref Words words)
    {
        if (words.NextText() != id)
            throw words.Malformed($"not the end of run {id}");
        var end = words.NextText() switch
        {
            "completed" => RunEnd.Completed,
            "timeout" => RunEnd.TimedOut,
            "broken" => RunEnd.Broken,
            _ => throw words.Malformed("an unknown end"),
        };
        var fallbacks = words.NextDecimal();
        var duration = TimeSpan.FromMicroseconds(words.NextDecimal());
        var reason = Encoding.UTF8.GetString(words.Rest);
        if (end == RunEnd.Completed && outcomes.Count != program.Operations.Count)
            throw words.Malformed($"completed after {outcomes.Count} of {program.Operations.Count} operations");
        if (end == RunEnd.Completed && contents is null)
            throw words.Malformed("completed without the final contents");
        if (unreadable is not null)
            (end, reason) = (RunEnd.Broken, unreadable);
        else if (end == RunEnd.TimedOut)
            reason = $"the deadline passed at operation {outcomes.Count}";
        var crash = ConsoleScanner.Scan(kernelLog.ToString()) is [{ Title: var title }, ..] ? title : null;
        if (crash is not null)
            (end, reason) = (RunEnd.Damaged, crash);
        return new ObservedRun(end, reason, Trace, fallbacks, duration) { Crash = crash };
    }
}
