using System.Globalization;
using System.Text;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Writes what is expected at observations as C tables.</summary>
internal sealed class TableCode(ReproducedFields fields, StringBuilder code)
{
    private readonly CounterCode counters = new(fields.Groups, code);

    /// <summary>Writes the tables of one observation, which are called <c>views_STEP</c>.</summary>
    public void Add(Observation observation)
    {
        foreach (var process in observation.Processes)
            AddProcess(observation.Step, process);
        Line($"static const struct process_view views_{observation.Step}[] = {{");
        foreach (var process in observation.Processes)
        {
            var name = $"{observation.Step}_{process.Process}";
            var status = FieldCode.Table(StatusOf(process).Count(), $"status_{name}");
            Line($"\t{{ {process.Process}, {FieldCode.Table(process.Vmas.Count, $"vmas_{name}")}, {FieldCode.Table(process.Pages.Count, $"runs_{name}")}, {status} }},");
        }

        Line("};");
        counters.Add(observation);
        code.Append('\n');
    }

    /// <summary>Writes what processes read in the end, as a table <c>finals</c>, with one line more that means nothing.</summary>
    public void Add(IReadOnlyList<ProcContents> contents)
    {
        Line("static const struct final finals[] = {");
        foreach (var process in contents)
        {
            foreach (var run in process.Runs)
            {
                Line(
                    $"\t{{ {process.Process}, {OperationCode.Hex(run.FirstPage)}, {run.Pages}, {OperationCode.Hex(run.Word)}, "
                    + $"{run.WordStride}, {run.Signal} }},");
            }
        }

        Line("\t{ 0, 0, 0, 0, 0, 0 },");
        Line("};");
        code.Append('\n');
    }

    /// <summary>The line of a step in the table of steps.</summary>
    public string StepLine(int index, string text, Operation operation, int errno, bool drains, Observation? observation)
    {
        var child = operation is ForkOperation fork ? fork.Child : 0;
        var views = observation is null ? "NULL, 0, {}" : $"views_{index}, {observation.Processes.Count}, {counters.Of(observation)}";
        var thread = operation is ThreadOperation made ? made.Thread : 0;
        var exits = Bool(operation is ExitOperation);
        var executes = Bool(operation is ExecveOperation);
        var kills = operation is KillOperation kill ? kill.Victim + 1 : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\t{{ {Text(text)}, {operation.Process}, {child}, {thread}, {exits}, {executes}, {kills}, {Bool(IsSetting(operation))}, {Bool(drains)}, {errno}, {views} }},");
    }

    /// <summary>A C string.</summary>
    public static string Text(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // The controller does it, for everybody.
    private static bool IsSetting(Operation operation) => operation is ThpSizeOperation or KsmScanOperation or SwaponOperation or SwapoffOperation or HugetlbOperation;

    private static string Bool(bool value) => value ? "true" : "false";

    private void AddProcess(int step, ProcSnapshot process)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{step}_{process.Process}");
        for (var i = 0; i < process.Vmas.Count; i++)
        {
            FieldCode.Add(code, $"fields_{name}_{i}", SmapsOf(process.Vmas[i]));
            if (NumaOf(process.Vmas[i]).Any())
                FieldCode.Add(code, $"numa_{name}_{i}", NumaOf(process.Vmas[i]));
        }

        if (process.Vmas.Count > 0)
            AddVmas(name, process.Vmas);
        if (process.Pages.Count > 0)
            AddRuns(name, process.Pages);
        if (StatusOf(process).Any())
            FieldCode.Add(code, $"status_{name}", StatusOf(process));
    }

    private IEnumerable<(string Name, long Value)> SmapsOf(VmaSnapshot vma) =>
        fields.Smaps.Where(vma.Counters.Has).Select(field => (field.ToString(), vma.Counters[field]));

    private IEnumerable<(string Name, long Value)> NumaOf(VmaSnapshot vma) =>
        fields.Groups.HasFlag(ReproducedGroups.NumaMaps) && vma.Numa is { } numa ? FieldCode.Of(numa) : [];

    private IEnumerable<(string Name, long Value)> StatusOf(ProcSnapshot process) =>
        process.Status is { } status ? fields.Status.Where(status.Has).Select(field => (field.ToString(), status[field])) : [];

    private void AddVmas(string name, IReadOnlyList<VmaSnapshot> vmas)
    {
        Line($"static const struct vma vmas_{name}[] = {{");
        for (var i = 0; i < vmas.Count; i++)
        {
            var vma = vmas[i];
            Line($"\t{{ {OperationCode.Hex(vma.Start)}, {OperationCode.Hex(vma.End)}, \"{vma.Permissions}\", \"{string.Join(' ', vma.Flags)}\",");
            Line($"\t  fields_{name}_{i}, {fields.Smaps.Count(vma.Counters.Has)}, {FieldCode.Table(NumaOf(vma).Count(), $"numa_{name}_{i}")} }},");
        }

        Line("};");
    }

    private void AddRuns(string name, IReadOnlyList<PageRun> runs)
    {
        Line($"static const struct run runs_{name}[] = {{");
        foreach (var run in runs)
        {
            var frame = run.Frame < 0 ? "NO_FRAME" : OperationCode.Hex((ulong)run.Frame);
            Line(
                $"\t{{ {OperationCode.Hex(run.FirstPage)}, {run.Pages}, {OperationCode.Hex((ulong)run.Pagemap)}, {frame}, {run.FrameStride}, "
                + $"{run.MapCount}, {OperationCode.Hex((ulong)run.Flags)}, {OperationCode.Hex((ulong)run.Undetermined)}, {OperationCode.Hex((ulong)run.Scan)}, {OperationCode.Hex((ulong)run.ScanOpen)}, "
                + $"{OperationCode.Hex(run.Word)}, {run.WordStride} }},");
        }

        Line("};");
    }

    private void Line(FormattableString line) => code.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string line) => code.Append(line).Append('\n');
}
