using System.Globalization;
using System.Numerics;
using System.Text;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Drafts;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>
/// Writes a scenario with what is expected of it as one C program that needs nothing but libc: it does the steps, looks, prints KTAP, and exits
/// with 0 if all agrees, 1 if something differs, 2 if it could not do its part, 4 if the kernel cannot run it.
/// </summary>
/// <param name="fields">What is compared.</param>
public sealed class Reproducer(ReproducedFields fields)
{
    // What is the same in all programs, in the order of its parts.
    private static readonly string[] Runtime =
    [
        "common.c", "cgroup.c", "swap.c", "settings.c", "processes.c", "observing.c", "pages.c", "scan.c", "smaps.c", "numa_maps.c", "contents.c", "totals.c",
        "memory.c", "thp_counters.c", "hugetlb.c", "conservation.c", "claims.c", "main.c",
    ];

    private static readonly (string Name, ReproducedGroups Group)[] Groups =
    [
        ("SCAN", ReproducedGroups.Scan), ("NUMA_MAPS", ReproducedGroups.NumaMaps), ("MEMORY", ReproducedGroups.Memory), ("THP", ReproducedGroups.Thp),
        ("CONSERVATION", ReproducedGroups.Conservation),
    ];

    /// <summary>Most pages of all observations together; the program's tables hold so many.</summary>
    public const long MostPages = 1 << 22;

    /// <summary>Writes the program.</summary>
    /// <param name="compiled">The scenario.</param>
    /// <param name="profile">The kernel that it is for.</param>
    /// <param name="expected">The model's trace.</param>
    /// <param name="notes">Lines for the comment at its head, such as what was observed.</param>
    /// <exception cref="NotSupportedException">A step cannot be written in C, or the scenario looks at too many pages.</exception>
    public string Write(CompiledScenario compiled, KernelProfile profile, Trace expected, IEnumerable<string> notes)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(notes);
        var pages = expected.Observations.Sum(observation => observation.Processes.Sum(process => process.Pages.Sum(run => (long)run.Pages)));
        if (pages > MostPages)
            throw new NotSupportedException($"the scenario looks at {pages} pages; a C program for it holds {MostPages}");
        var code = new StringBuilder();
        AddHead(code, compiled.Scenario, profile, notes);
        code.Append(Resource("tables.c")).Append('\n');
        AddConstants(code, compiled.Program, profile, pages);
        if (compiled.Program.Operations.Any(operation => operation is FileOperation))
            code.Append(Resource("file_calls.c")).Append('\n');
        if (compiled.Program.Operations.Any(operation => operation is PinOperation or UnpinOperation or VmspliceOperation or DrainOperation))
            code.Append(Resource("hold_calls.c")).Append('\n');
        if (compiled.Program.Operations.Any(operation => operation is MovePagesOperation))
            code.Append(Resource("numa_calls.c")).Append('\n');
        var needs = compiled.Program.Operations.Select(operation => operation.Needs).ToHashSet();
        if (needs.Contains(KernelFeature.UffdWriteProtect) || needs.Contains(KernelFeature.UffdAsync))
            code.Append(Resource("uffd_calls.c")).Append('\n');
        if (needs.Contains(KernelFeature.UffdAsync))
            code.Append("#define USES_UFFD_ASYNC\n\n");
        if (needs.Contains(KernelFeature.SecondNode))
            code.Append("#define USES_NODES\n\n");
        if (needs.Contains(KernelFeature.IoUring))
            code.Append("#define USES_RING\n\n");
        if (needs.Contains(KernelFeature.SwapArea))
            code.Append(Resource("swap_calls.c")).Append('\n');
        var tables = new TableCode(fields, code);
        foreach (var observation in expected.Observations)
            tables.Add(observation);
        tables.Add(expected.Contents ?? []);
        ClaimCode.Add(code, compiled.Claims, profile.Scheme);
        AddSteps(code, tables, compiled, expected);
        var runtime = needs.Contains(KernelFeature.SwapArea) ? Runtime : Runtime.Where(part => part != "swap.c");
        return code.AppendJoin('\n', runtime.Select(Resource)).ToString();
    }

    private void AddHead(StringBuilder code, Scenario scenario, KernelProfile profile, IEnumerable<string> notes)
    {
        code.Append("// SPDX-License-Identifier: GPL-2.0\n/*\n");
        IEnumerable<string> lines =
        [
            $"{scenario.Name}: {scenario.About}",
            "",
            $"What is expected holds for Linux {profile.Version} on {profile.Architecture.Name()}, {profile.Scheme}, {profile.Tracker}.",
            .. notes,
            .. fields.Groups.HasFlag(ReproducedGroups.Thp) ? ["Counters of THPs are the system's: run it while nothing else works with THPs."] : Array.Empty<string>(),
            "",
            "Written by RmapHarness. Build with: gcc -O2 -Wall -Wextra -pthread FILE.c; run as root, on a machine with memory to spare.",
        ];
        foreach (var line in lines)
            code.Append($" * {line.Replace("*/", "* /", StringComparison.Ordinal)}".TrimEnd()).Append('\n');
        code.Append(" */\n");
    }

    private void AddConstants(StringBuilder code, Program program, KernelProfile profile, long pages)
    {
        var slots = BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1024, pages * 2));
        code.Append(CultureInfo.InvariantCulture, $"#define PAGE_SIZE\t{profile.Geometry.PageSize}\n");
        code.Append(CultureInfo.InvariantCulture, $"#define PMD_SIZE\t0x{profile.Geometry.PmdSize:x}UL\n");
        code.Append(CultureInfo.InvariantCulture, $"#define FRAME_SLOTS\t{slots}UL\n");
        code.Append(CultureInfo.InvariantCulture, $"#define PROCESSES\t{Math.Max(2, program.ProcessNames.Count)}U\n");
        code.Append(CultureInfo.InvariantCulture, $"#define MOST_FIELDS\t{FieldNames.All<SmapsField>().Count}\n\n");
        code.Append("/* What this program is about and a kernel or a machine may not have. */\n");
        foreach (var (name, group) in Groups)
            code.Append($"#define COMPARES_{name}\t{(fields.Groups.HasFlag(group) ? "true" : "false")}\n");
        code.Append($"/* A folio of which any is mapped is counted whole. */\n#define COUNTS_FOLIOS\t{(profile.Scheme == AccountingScheme.PageMapcount ? "false" : "true")}\n");
        code.Append('\n');
        code.Append($"static const char *const names[] = {{ {string.Join(", ", program.ProcessNames.Select(TableCode.Text))} }};\n\n");
        AddBits(code, "pagemap_bits", fields.Pagemap);
        AddBits(code, "kpageflags_bits", fields.Kpageflags);
        AddBits(code, "scan_bits", fields.Scan);
        AddNames<ThpEvent>(code, "thp_events");
        AddNames<ThpStat>(code, "thp_stats");
        AddNames<HugetlbStat>(code, "hugetlb_stats");
        var pools = program.Operations.Select(operation => operation.HugePage >> 10).Where(size => size > 0).Distinct().Order();
        code.Append("/* Sizes of huge pages in kB, up to a zero. */\n");
        code.Append(CultureInfo.InvariantCulture, $"static const size_t pool_sizes[] = {{ {string.Join(", ", pools.Append(0UL))} }};\n\n");
    }

    private static void AddBits(StringBuilder code, string name, IReadOnlyList<(int Bit, string Name)> bits)
    {
        code.Append($"static const struct bit {name}[] = {{\n");
        foreach (var line in bits.Chunk(6))
            code.Append($"\t{string.Join(", ", line.Select(bit => $"{{ {bit.Bit}, \"{bit.Name}\" }}"))},\n");
        code.Append("};\n\n");
    }

    private static void AddNames<TField>(StringBuilder code, string name)
        where TField : struct, Enum
    {
        code.Append($"static const char *const {name}[] = {{\n");
        foreach (var line in FieldNames.All<TField>().Chunk(4))
            code.Append($"\t{string.Join(", ", line.Select(field => TableCode.Text(field.ToString())))},\n");
        code.Append("};\n\n");
    }

    private static void AddSteps(StringBuilder code, TableCode tables, CompiledScenario compiled, Trace expected)
    {
        var operations = compiled.Program.Operations;
        var texts = compiled.Scenario.Steps.Select(step => StepDraft.Of(step).ToString()).ToList();
        var observations = expected.Observations.ToDictionary(observation => observation.Step);
        var drains = OperationCode.Drains(operations);
        code.Append("static const struct step steps[] = {\n");
        for (var i = 0; i < operations.Count; i++)
            code.Append(tables.StepLine(i, texts[i], operations[i], expected.Outcomes[i].Errno, drains[i], observations.GetValueOrDefault(i))).Append('\n');
        code.Append("};\n\nstatic long do_step(int step)\n{\n\tswitch (step) {\n");
        for (var i = 0; i < operations.Count; i++)
        {
            if (OperationCode.Of(operations[i], i) is { } expression)
                code.Append(CultureInfo.InvariantCulture, $"\tcase {i}: /* {texts[i]} */\n\t\treturn {expression};\n");
        }

        code.Append("\tdefault:\n\t\treturn 0;\n\t}\n}\n\n");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Reproducer).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
