using System.Globalization;
using System.Text;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Writes what is expected at observations as C tables.</summary>
internal sealed class TableCode(ReproducedFields fields, StringBuilder code)
{
    /// <summary>Writes the tables of one observation, which are called <c>views_STEP</c>.</summary>
    public void Add(Observation observation)
    {
        foreach (var process in observation.Processes)
            AddProcess(observation.Step, process);
        Line($"static const struct process_view views_{observation.Step}[] = {{");
        foreach (var process in observation.Processes)
        {
            var name = $"{observation.Step}_{process.Process}";
            Line($"\t{{ {process.Process}, {Table(process.Vmas.Count, $"vmas_{name}")}, {Table(process.Pages.Count, $"runs_{name}")} }},");
        }

        Line("};");
        code.Append('\n');
    }

    /// <summary>The line of a step in the table of steps.</summary>
    public static string StepLine(int index, string text, Operation operation, int errno, bool drains, Observation? observation)
    {
        var child = operation is ForkOperation fork ? fork.Child : 0;
        var views = observation is null ? "NULL, 0" : $"views_{index}, {observation.Processes.Count}";
        var exits = operation is ExitOperation ? "true" : "false";
        return string.Create(
            CultureInfo.InvariantCulture, $"\t{{ {Text(text)}, {operation.Process}, {child}, {exits}, {(drains ? "true" : "false")}, {errno}, {views} }},");
    }

    /// <summary>A C string.</summary>
    public static string Text(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Table(int count, string name) =>
        count == 0 ? "NULL, 0" : string.Create(CultureInfo.InvariantCulture, $"{name}, {count}");

    private void AddProcess(int step, ProcSnapshot process)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{step}_{process.Process}");
        for (var i = 0; i < process.Vmas.Count; i++)
            AddFields($"fields_{name}_{i}", process.Vmas[i]);
        if (process.Vmas.Count > 0)
            AddVmas(name, process.Vmas);
        if (process.Pages.Count > 0)
            AddRuns(name, process.Pages);
    }

    private void AddFields(string name, VmaSnapshot vma)
    {
        var values = fields.Smaps.Where(vma.Counters.Has).Select(field => $"{{ \"{field}\", {vma.Counters[field]} }}");
        Line($"static const struct field {name}[] = {{");
        foreach (var line in values.Chunk(5))
            Line($"\t{string.Join(", ", line)},");
        Line("};");
    }

    private void AddVmas(string name, IReadOnlyList<VmaSnapshot> vmas)
    {
        Line($"static const struct vma vmas_{name}[] = {{");
        for (var i = 0; i < vmas.Count; i++)
        {
            var vma = vmas[i];
            Line($"\t{{ {OperationCode.Hex(vma.Start)}, {OperationCode.Hex(vma.End)}, \"{vma.Permissions}\", \"{string.Join(' ', vma.Flags)}\",");
            Line($"\t  fields_{name}_{i}, {fields.Smaps.Count(vma.Counters.Has)} }},");
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
                + $"{run.MapCount}, {OperationCode.Hex((ulong)run.Flags)}, {OperationCode.Hex((ulong)run.Undetermined)} }},");
        }

        Line("};");
    }

    private void Line(FormattableString line) => code.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string line) => code.Append(line).Append('\n');
}
