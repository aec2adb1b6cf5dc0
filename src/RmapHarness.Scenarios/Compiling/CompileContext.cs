using System.Collections.Immutable;
using System.Numerics;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>The names that are known at one point of a scenario, for one geometry.</summary>
internal sealed class CompileContext(Geometry geometry, Diagnostics diagnostics)
{
    private readonly AddressPlan addresses = new(geometry);
    private readonly RangeResolver ranges = new(geometry, diagnostics);
    private readonly List<ProcessState> processes = [];
    private readonly List<NamedMapping> named = [];
    private readonly Dictionary<string, (int Number, int Order, int Line)> folios = [];
    private readonly Dictionary<string, int> mappingLines = [];
    private readonly Dictionary<string, int> labelLines = [];
    private readonly Dictionary<string, ObservationState> labelled = [];

    public Geometry Geometry { get; } = geometry;

    public Diagnostics Diagnostics { get; } = diagnostics;

    /// <summary>Index of the step that is being compiled.</summary>
    public int Step { get; set; }

    /// <summary>The steps after it that are done together, if it says so.</summary>
    public IReadOnlyList<ScenarioStep> Following { get; set; } = [];

    /// <summary>The processes by index.</summary>
    public IReadOnlyList<ProcessState> Processes => processes;

    /// <summary>The names of files.</summary>
    public FileNames Files { get; } = new(diagnostics);

    /// <summary>The mappings so far, in the order of their steps.</summary>
    public IReadOnlyList<NamedMapping> Mappings => named;

    /// <summary>The last observation so far.</summary>
    public ObservationState? LastObservation { get; private set; }

    /// <summary>The observations that have a label.</summary>
    public IReadOnlyDictionary<string, ObservationState> Labelled => labelled;

    /// <summary>A step before could not be understood, so that a name that is not known may be right.</summary>
    public bool IsForgiving { get; private set; }

    public void ForgiveUnknownNames() => IsForgiving = true;

    /// <summary>The process of the first step is the first process, even if the step is wrong otherwise.</summary>
    public void DefineFirstProcess(ScenarioStep step)
    {
        if (processes.Count == 0 && !IsForgiving && step.Process is { } name)
            AddProcess(name, new ProcessNames(), false);
    }

    /// <summary>The process that does a step; null after reporting that there is none.</summary>
    public ProcessState? Actor(ScenarioStep step)
    {
        DefineFirstProcess(step);
        return Find(step.Process!, step.ProcessMark);
    }

    /// <summary>The live process of a parameter; null after reporting that there is none.</summary>
    public ProcessState? Find(StepArguments arguments, Parameter<string> parameter) => Find(arguments.Get(parameter), arguments.NodeOf(parameter).Mark);

    /// <summary>A new process; null after reporting what is wrong.</summary>
    public ProcessState? DefineProcess(ProcessState parent, string name, SourceMark mark) => Define(name, mark, parent.Names.Copy(), false);

    /// <summary>A new thread of a process; null after reporting what is wrong.</summary>
    public ProcessState? DefineThread(ProcessState process, string name, SourceMark mark) => Define(name, mark, process.Names, true);

    /// <summary>The live threads of the process that a process or thread belongs to, itself among them.</summary>
    public IEnumerable<ProcessState> ThreadsOf(ProcessState process) =>
        processes.Where(candidate => candidate.ExitLine is null && candidate.Names == process.Names);

    /// <summary>A new mapping; null after reporting what is wrong, or if its size or alignment is not known.</summary>
    public MappingState? DefineMapping(ProcessState process, string name, SourceMark mark, ulong? length, ulong? align)
    {
        if (!IsFree(mappingLines, name, mark, "maps it"))
            return null;
        var mapping = MappingState.Unknown;
        if (length is { } bytes && align is { } alignment)
        {
            if (addresses.Place(bytes, alignment) is { } address)
            {
                mapping = new MappingState(address, bytes, true);
                named.Add(new NamedMapping(name, address, bytes));
            }
            else
            {
                var room = (Arena.End - Arena.Start) >> 30;
                Diagnostics.Add(mark, $"mapping '{name}' does not fit: all mappings share {room} GiB of address space");
            }
        }

        process.Mappings = process.Mappings.SetItem(name, mapping);
        return mapping.IsKnown ? mapping : null;
    }

    /// <summary>Makes the name of a mapping known whose step is wrong.</summary>
    public void DefineUnknownMapping(ScenarioStep step, string name, SourceMark mark)
    {
        var process = processes.Find(candidate => candidate.Name == step.Process);
        if (process is null)
            ForgiveUnknownNames();
        else
            DefineMapping(process, name, mark, null, null);
    }

    /// <summary>A new observation; false after reporting what is wrong.</summary>
    public bool DefineObservation(SourceMark mark, string? label, SourceMark labelMark)
    {
        var living = processes
            .Where(process => process.ExitLine is null)
            .ToDictionary(process => process.Name, process => (process.Index, process.Mappings));
        if (living.Count == 0 && !IsForgiving)
        {
            Diagnostics.Add(mark, processes.Count == 0 ? "no process has done anything yet" : "no process lives any more");
            return false;
        }

        var observation = new ObservationState(Step, living);
        LastObservation = observation;
        if (label is null)
            return true;
        if (!IsFree(labelLines, label, labelMark, "has it"))
            return false;
        labelled.Add(label, observation);
        return true;
    }

    /// <summary>Number and order of a folio; its first mention defines it. Null after reporting what is wrong.</summary>
    public (int Number, int Order)? Folio(string name, SourceMark mark, ulong bytes, SourceMark sizeMark)
    {
        if (!BitOperations.IsPow2(bytes))
        {
            Diagnostics.Add(sizeMark, "a folio has a power of two of pages");
            return null;
        }

        var order = BitOperations.Log2(bytes) - Geometry.PageShift;
        if (!folios.TryGetValue(name, out var folio))
            folios[name] = folio = (folios.Count, order, mark.Line);
        if (folio.Order != order)
        {
            Diagnostics.Add(sizeMark, $"folio '{name}' has another size in line {folio.Line}");
            return null;
        }

        return (folio.Number, order);
    }

    /// <summary>The bytes of a size argument, whole pages; null after reporting what is wrong.</summary>
    public ulong? Bytes(StepArguments arguments, Parameter<Quantity> parameter) => Bytes(arguments, parameter, Geometry.PageSize);

    /// <summary>The bytes of a size argument; null after reporting what is wrong.</summary>
    public ulong? Bytes(StepArguments arguments, Parameter<Quantity> parameter, ulong granule)
    {
        var size = arguments.Get(parameter);
        if (size.Evaluate(Geometry, 0, granule, out var bytes) is not { } problem)
            return bytes;
        Diagnostics.Add(arguments.NodeOf(parameter).At(0), $"'{size}' {problem}");
        return null;
    }

    /// <summary>The pages of a step's range; null after reporting what is wrong, or if the mapping is not known.</summary>
    public PageRange? Resolve(StepArguments arguments, ProcessState process)
    {
        var node = arguments.NodeOf(RangeParameter.Range);
        return Resolve(arguments.Get(RangeParameter.Range), node, process.Name, process.Mappings);
    }

    /// <summary>
    /// The bytes of a step that also takes what is no range of pages: with its shift and its length, if it has them. Null after reporting
    /// what is wrong, or if the mapping is not known.
    /// </summary>
    public PageRange? ResolveAny(StepArguments arguments, ProcessState process)
    {
        var shift = Bytes(arguments, RangeParameter.Shift, 1);
        var length = arguments.Has(RangeParameter.Length) ? Bytes(arguments, RangeParameter.Length, 1) : null;
        if (Resolve(arguments, process) is not { } range || shift is null || (length is null && arguments.Has(RangeParameter.Length)))
            return null;
        range = new PageRange(range.Address + shift.Value, length ?? range.Length);
        if (range.Address <= Arena.End && range.Length <= Arena.End - range.Address)
            return range;
        Diagnostics.Add(arguments.NodeOf(RangeParameter.Range).Mark, "this goes beyond the address space that scenarios have");
        return null;
    }

    /// <summary>The pages of a range in a process that knows some mappings.</summary>
    public PageRange? Resolve(
        RangeExpression range, Yaml.ScalarNode node, string process, ImmutableDictionary<string, MappingState> mappings)
    {
        if (mappings.TryGetValue(range.Mapping, out var mapping))
            return ranges.Resolve(range, node, mapping);
        if (!IsForgiving)
        {
            Diagnostics.Add(
                node.At(0), $"process '{process}' has no mapping '{range.Mapping}'", Spelling.Nearest(range.Mapping, mappings.Keys));
        }

        return null;
    }

    private ProcessState? Find(string name, SourceMark mark)
    {
        var process = processes.Find(candidate => candidate.Name == name);
        if (process is { ExitLine: null })
            return process;
        if (process is not null)
        {
            Diagnostics.Add(mark, $"process '{name}' has exited in line {process.ExitLine}");
        }
        else if (!IsForgiving)
        {
            var living = processes.Where(candidate => candidate.ExitLine is null).Select(candidate => candidate.Name);
            Diagnostics.Add(mark, $"process '{name}' does not exist: no step before forks it", Spelling.Nearest(name, living));
        }

        return null;
    }

    private ProcessState? Define(string name, SourceMark mark, ProcessNames names, bool isThread)
    {
        if (processes.Exists(candidate => candidate.Name == name))
        {
            Diagnostics.Add(mark, $"the name '{name}' is used twice: a process has it already");
            return null;
        }

        if (processes.Count < Limits.Processes)
            return AddProcess(name, names, isThread);
        Diagnostics.Add(mark, $"a scenario has at most {Limits.Processes} processes");
        ForgiveUnknownNames();
        return null;
    }

    private ProcessState AddProcess(string name, ProcessNames names, bool isThread)
    {
        var process = new ProcessState(name, processes.Count, names) { IsThread = isThread };
        processes.Add(process);
        return process;
    }

    private bool IsFree(Dictionary<string, int> lines, string name, SourceMark mark, string deed)
    {
        if (lines.TryAdd(name, mark.Line))
            return true;
        Diagnostics.Add(mark, $"the name '{name}' is used twice: line {lines[name]} {deed}");
        return false;
    }
}
