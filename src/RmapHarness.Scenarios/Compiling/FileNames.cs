using System.Collections.Immutable;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>The names of files: each is made once, and known to its maker and to those that are forked from it later, until they close it.</summary>
internal sealed class FileNames(Diagnostics diagnostics)
{
    private readonly Dictionary<string, int> lines = [];

    /// <summary>The number of a new file; null after reporting what is wrong.</summary>
    public int? Define(ProcessState process, string name, SourceMark mark)
    {
        if (!lines.TryAdd(name, mark.Line))
        {
            diagnostics.Add(mark, $"the name '{name}' is used twice: line {lines[name]} makes it");
            return null;
        }

        if (lines.Count > Limits.Files)
        {
            diagnostics.Add(mark, $"a scenario has at most {Limits.Files} files");
            return null;
        }

        process.Files = process.Files.SetItem(name, lines.Count - 1);
        return lines.Count - 1;
    }

    /// <summary>The number of the file that a step names; null after reporting that its process does not have it open.</summary>
    /// <param name="arguments">The step's arguments.</param>
    /// <param name="process">Who does the step.</param>
    /// <param name="isForgiving">An unknown name may be right: then nothing is reported.</param>
    public int? Find(StepArguments arguments, ProcessState process, bool isForgiving)
    {
        var name = arguments.Get(FileParameter.File);
        if (process.Files.TryGetValue(name, out var number))
            return number;
        if (!isForgiving)
        {
            diagnostics.Add(
                arguments.NodeOf(FileParameter.File).At(0),
                $"process '{process.Name}' does not have a file '{name}' open",
                Spelling.Nearest(name, process.Files.Keys));
        }

        return null;
    }

    /// <summary>Nothing is open.</summary>
    public static ImmutableDictionary<string, int> None { get; } = ImmutableDictionary<string, int>.Empty;
}
