using System.CommandLine;

namespace RmapHarness.Cli.Commands;

/// <summary>The examples that <c>--help</c> shows; a test parses each.</summary>
internal static class HelpExamples
{
    private static readonly Dictionary<string, string[]> ByCommand = new()
    {
        [""] =
        [
            "./run.sh                                    # the whole library on the default kernel",
            "./run.sh run fork/ --kernel bookworm",
        ],
        ["run"] =
        [
            "./run.sh run fork/ thp-alloc                # a folder and a scenario of the library",
            "./run.sh run mine.yaml --watch              # again at each save",
            "./run.sh run mine.yaml --kernels bookworm,trixie-backports --values",
            "./run.sh run --kernel ~/linux/arch/x86/boot/bzImage --scheme no-page-mapcount",
        ],
        ["new"] = ["./run.sh new fork-mine"],
        ["check"] = ["./run.sh check mine.yaml scenarios/fork"],
        ["explain"] =
        [
            "./run.sh explain rfc-4-kpagecount",
            "./run.sh explain mine.yaml --picture mine.svg",
            "./run.sh explain mine.yaml --release 6.12 --page-size 16",
        ],
        ["kernels"] = ["./run.sh kernels list"],
        ["kernels list"] = ["./run.sh kernels list"],
        ["kernels fetch"] = ["./run.sh kernels fetch bookworm trixie-backports-arm64"],
        ["kernels build"] =
        [
            "./run.sh kernels build no-page-mapcount",
            "./run.sh kernels build page-mapcount --patch 0001.patch --config DEBUG_VM=y --as mine",
        ],
        ["fuzz"] = ["./run.sh fuzz --time 5m --kernel trixie-backports --seed 1"],
        ["shrink"] = ["./run.sh shrink mine.yaml --kernel trixie-backports"],
        ["reproduce"] = ["./run.sh reproduce fork-thp-whole --kernel trixie-backports --code fork-thp-whole.c"],
        ["nightly"] = ["./run.sh nightly --plan nightly.yaml --shard 1/4 --out results"],
        ["history"] = ["./run.sh history fork-thp-whole"],
        ["report"] = ["./run.sh report out"],
        ["report merge"] = ["./run.sh report merge shard-1 shard-2 --out results"],
        ["completion"] = [". <(./run.sh completion bash)"],
        ["completion bash"] = [". <(./run.sh completion bash)"],
    };

    /// <summary>The commands that have examples, as their words.</summary>
    public static IReadOnlyCollection<string> Paths => ByCommand.Keys;

    /// <summary>The examples of a command, each as one line for a shell.</summary>
    public static IReadOnlyList<string> Of(Command command) => ByCommand.TryGetValue(PathOf(command), out var examples) ? examples : [];

    /// <summary>The words of a command; empty for the program itself.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}".Trim() : "";
}
