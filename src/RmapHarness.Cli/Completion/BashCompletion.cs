using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Completion;

/// <summary>Completion for bash, made from the commands themselves; the names of scenarios are looked up when a word is completed.</summary>
/// <param name="root">All commands.</param>
/// <param name="home">The directory that holds scenarios/.</param>
internal sealed class BashCompletion(RootCommand root, string home)
{
    private const string FileArgument = "FILE";

    // run.sh does these itself.
    private static readonly string[] OfRunSh = ["test", "install", "bench"];
    private readonly StringBuilder words = new();
    private readonly StringBuilder values = new();
    private readonly List<string> takingScenarios = [];

    /// <summary>The text that a shell reads.</summary>
    public string Script()
    {
        Add("", root, OfRunSh);
        return $$"""
            # bash completion for run.sh of RmapHarness, printed by: run.sh completion bash
            _rmapharness() {
            	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} path='' word i
            	for ((i = 1; i < COMP_CWORD; i++)); do
            		word=${COMP_WORDS[i]}
            		[ -z "$(_rmapharness_words "$path/$word")" ] || path=$path/$word
            	done
            	_rmapharness_values "$path $before" && return
            	mapfile -t COMPREPLY < <(compgen -W "$(_rmapharness_words "$path")" -- "$current")
            	case $path in
            	{{string.Join(" | ", takingScenarios)}})
            		local scenarios
            		scenarios=$(find {{Quote(Path.Combine(home, "scenarios"))}} -name '*.yaml' -printf '%f\n' 2>/dev/null)
            		mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "${scenarios//.yaml/}" -- "$current"; compgen -f -- "$current")
            		;;
            	esac
            }
            _rmapharness_words() {
            	case $1 in
            {{words}}	esac
            }
            _rmapharness_values() {
            	local current=${COMP_WORDS[COMP_CWORD]}
            	case $1 in
            {{values}}	*) return 1 ;;
            	esac
            }
            complete -o default -F _rmapharness run.sh

            """;
    }

    private void Add(string path, Command command, IEnumerable<string> more)
    {
        var options = command.Options.Where(option => !option.Hidden).ToList();
        var names = command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name).Concat(more).Concat(options.Select(option => option.Name));
        words.Append($"\t{(path.Length == 0 ? "''" : path)}) echo {string.Join(' ', names.Append("--help").Distinct())} ;;\n");
        if (command.Arguments.Any(argument => argument.Name.StartsWith(FileArgument, StringComparison.Ordinal)))
            takingScenarios.Add(path);
        foreach (var option in options)
            AddValues($"{path} {option.Name}", option);
        foreach (var child in command.Subcommands)
            Add($"{path}/{child.Name}", child, []);
    }

    private void AddValues(string key, Option option)
    {
        if (option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool))
            return;
        var known = option.Name is "--kernel" or "--kernels"
            ? [.. KernelCatalogue.Load().Entries.Select(entry => entry.Name)]
            : option.GetCompletions(CompletionContext.Empty).Select(item => item.Label).ToList();
        var files = option.Name is "--kernel" || known.Count == 0 ? " -f" : "";
        values.Append($"\t'{key}') mapfile -t COMPREPLY < <(compgen{files} -W '{string.Join(' ', known)}' -- \"$current\") ;;\n");
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
