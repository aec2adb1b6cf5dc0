using System.CommandLine;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Guests.Direct;
using RmapHarness.Guests.Qemu;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Commands;

/// <summary>The arguments and options of the run command.</summary>
internal sealed class RunOptions
{
    /// <summary>The word that stands for every kernel.</summary>
    internal const string All = "all";

    private const string Auto = "auto";
    private const string Qemu = "qemu";
    private const int MostJobs = 64;
    private const int MostMemoryMiB = 1 << 20;
    private const int MostProcessors = 64;
    private const int MostNodes = 8;

    private readonly Option<string?> kernel = new("--kernel") { Description = "Kernel: a name of the catalogue or an image.", HelpName = "NAME|IMAGE" };
    private readonly Option<string?> kernels = new("--kernels") { Description = "Several kernels, separated by commas; all: every one that can be had.", HelpName = "A,B,…|all" };
    private readonly Option<string> target = new("--target") { Description = "Where the kernel runs.", HelpName = "qemu|local|ssh:USER@HOST", DefaultValueFactory = _ => Qemu };
    private readonly Option<string> architecture = Choice("--arch", "Machine.", Auto, [Auto, .. Enum.GetValues<Architecture>().Select(machine => machine.Name())]);
    private readonly Option<string> accelerator = Choice("--accel", "How QEMU executes.", Auto, [.. Words.All<AcceleratorChoice>()]);
    private readonly Option<int?> memory = new("--memory") { Description = "The guest's memory in MiB.", HelpName = "MIB" };
    private readonly Option<int> processors = new("--cpus") { Description = "The guest's processors.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<int> nodes = new("--numa") { Description = "The guest's NUMA nodes.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> append = new("--append") { Description = "More words for the kernel's command line.", HelpName = "WORDS" };
    private readonly Option<bool> cold = new("--cold") { Description = "Boot every guest: neither restore nor make a snapshot." };
    private readonly Option<string> scheme = Choice("--scheme", "Accounting to expect.", Auto, [Auto, .. Words.All<AccountingScheme>()]);
    private readonly Option<string> sharing = Choice("--sharing", "Sharing tracker to expect.", Auto, [Auto, .. Words.All<SharingTracker>()]);
    private readonly Option<int?> jobs = new("--jobs") { Description = "Most guests at a time. Default: one a processor, as half of the memory has room for.", HelpName = "N" };
    private readonly Option<string> output = new("--out") { Description = "Directory for results.json.", HelpName = "DIR", DefaultValueFactory = _ => "out" };

    private readonly Option<bool> values = new("--values") { Description = "Show each scheme's prediction and each kernel's observation in columns." };
    private readonly Option<bool> watch = new("--watch") { Description = "Run again at each save, on a guest that stays up." };

    private readonly Argument<string[]> scenarios = new("FILE|DIR|NAME")
    {
        Description = "Scenarios: files, directories, or names of the library; FILE[key=value] is one of a for-each. None: the whole library.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Gives a command all of them, and their checks.</summary>
    public void AddTo(Command command)
    {
        command.Add(scenarios);
        foreach (var option in new Option[] { kernels, values, watch })
            command.Add(option);
        AddGuestTo(command);
    }

    /// <summary>Gives a command those that are about one kernel, and their checks.</summary>
    public void AddGuestTo(Command command)
    {
        foreach (var option in new Option[] { kernel, target, architecture, accelerator, memory, processors, nodes, append, cold, scheme, sharing, jobs, output })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(kernel) is not null && result.GetResult(kernels) is not null)
                result.AddError("--kernel and --kernels exclude each other.");
            if (result.GetResult(watch) is not null && result.GetResult(kernels) is not null)
                result.AddError("--watch is for one kernel: --kernel.");
        });
        command.Validators.Add(result =>
        {
            // A machine's own kernel is what it is.
            Option[] ofQemu = [kernel, kernels, architecture, accelerator, memory, processors, nodes, append, cold];
            if (IsDirect(result.GetValue(target)) && ofQemu.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } excluded)
                result.AddError($"--target {result.GetValue(target)} and {excluded.Name} exclude each other.");
        });
        target.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && text != Qemu && !DirectTarget.IsName(text))
                result.AddError($"--target is qemu, local or ssh:USER@HOST, not '{text}'.");
        });
        kernels.Validators.Add(result =>
        {
            var names = Split(result.GetValueOrDefault<string?>());
            if (names.Length == 0 || names.Distinct().Count() != names.Length)
                result.AddError("--kernels needs different names, separated by commas.");
        });
        Bound(jobs, 1, MostJobs);
        Bound(memory, QemuGuest.LeastMemoryMiB, MostMemoryMiB);
        Bound(processors, 1, MostProcessors);
        Bound(nodes, 1, MostNodes);
    }

    /// <summary>The arguments that name scenarios.</summary>
    public IReadOnlyList<string> ScenariosOf(ParseResult result) => result.GetValue(scenarios) ?? [];

    /// <summary>Everything else.</summary>
    /// <param name="result">The parsed command line.</param>
    public RunRequest RequestOf(ParseResult result)
    {
        var several = Split(result.GetValue(kernels));
        return new RunRequest
        {
            Kernels = IsDirect(result.GetValue(target)) ? [result.GetRequiredValue(target)]
                : several.Length > 0 ? several : result.GetValue(kernel) is { } one ? [one] : [],
            Architecture = Enum.GetValues<Architecture>().Cast<Architecture?>()
                .FirstOrDefault(machine => machine!.Value.Name() == result.GetRequiredValue(architecture)),
            Shape = new GuestShape
            {
                MemoryMiB = result.GetValue(memory),
                Processors = result.GetRequiredValue(processors),
                NumaNodes = result.GetRequiredValue(nodes),
                IsCold = result.GetValue(cold),
                KernelArguments = result.GetValue(append) is { } words ? words.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [],
            },
            Accelerator = Words.Find<AcceleratorChoice>(result.GetRequiredValue(accelerator))!.Value,
            Scheme = Words.Find<AccountingScheme>(result.GetRequiredValue(scheme)),
            Sharing = Words.Find<SharingTracker>(result.GetRequiredValue(sharing)),
            Jobs = result.GetValue(jobs) ?? (IsDirect(result.GetValue(target)) ? 1 : GuestBudget.OfThisMachine(result.GetValue(memory))),
            Out = result.GetRequiredValue(output),
            Values = result.GetValue(values),
            Watch = result.GetValue(watch),
        };
    }

    private static bool IsDirect(string? target) => target is not null and not Qemu;

    private static void Bound<T>(Option<T> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && (number < least || number > most))
            result.AddError($"{option.Name} needs a number from {least} to {most}.");
    });

    private static string[] Split(string? names) =>
        names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static Option<string> Choice(string name, string description, string byDefault, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', words), DefaultValueFactory = _ => byDefault };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
