using System.CommandLine;
using System.Text.RegularExpressions;
using RmapHarness.Guests;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Cli.Commands;

/// <summary><c>kernels build</c>: a kernel from source, patched and configured.</summary>
internal static partial class KernelsBuildCommand
{
    private const string Standard = "no-page-mapcount";

    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var recipe = new Argument<string>("NAME") { Description = "What to build.", DefaultValueFactory = _ => Standard };
        var name = new Option<string?>("--as") { Description = "What to call it, if it is changed. The default has '-changed' at its end.", HelpName = "NAME" };
        var patches = new Option<string[]>("--patch") { Description = "Patches, in their order: plain, or as mails.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var settings = new Option<string[]>("--config") { Description = "Options: CONFIG_KEY=VALUE, or KEY=VALUE.", HelpName = "KEY=VALUE", AllowMultipleArgumentsPerToken = true };
        var command = new Command("build", "Build a kernel from the newest source that Debian has.") { recipe, name, patches, settings };
        patches.Validators.Add(result =>
        {
            foreach (var path in result.GetValueOrDefault<string[]>().Where(path => !File.Exists(path)))
                result.AddError($"no patch {path}");
        });
        settings.Validators.Add(result =>
        {
            foreach (var text in result.GetValueOrDefault<string[]>().Where(text => !Setting().IsMatch(text)))
                result.AddError($"--config needs KEY=VALUE, not {text}");
        });
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !KernelBuilds.IsName(text))
                result.AddError($"a kernel cannot be called '{text}'");
        });
        command.SetAction((result, cancellation) => ExecuteAsync(
            environment,
            result.GetRequiredValue(recipe),
            result.GetValue(name),
            new KernelChanges(result.GetValue(patches) ?? [], [.. (result.GetValue(settings) ?? []).Select(WithPrefix)]),
            cancellation));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        CommandEnvironment environment, string recipeName, string? asked, KernelChanges changes, CancellationToken cancellation)
    {
        var catalogue = KernelCatalogue.Load();
        if (catalogue.FindRecipe(recipeName) is not { } recipe)
        {
            await environment.Error.WriteLineAsync(
                $"error: no kernel '{recipeName}' to build; there are {string.Join(", ", catalogue.Recipes.Select(known => known.Name))}");
            return ExitStatus.Usage;
        }

        var isChanged = changes.Patches.Count + changes.Settings.Count > 0;
        var name = asked ?? (isChanged ? $"{recipeName}-changed" : recipeName);
        // A name must not come to mean something else.
        if (catalogue.Find(name) is not null || KernelIndex.IsName(name) || (catalogue.FindRecipe(name) is not null && (name != recipeName || isChanged)))
        {
            await environment.Error.WriteLineAsync($"error: '{name}' is the name of another kernel");
            return ExitStatus.Usage;
        }

        var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
        try
        {
            var folder = await new KernelBuilds(HarnessCache.OfUser()).BuildAsync(recipe, changes, name, progress, cancellation);
            progress.Clear();
            await environment.Output.WriteLineAsync($"{name} {folder}");
            return ExitStatus.Good;
        }
        catch (Exception failure) when (failure is TargetUnavailableException or KernelChangesException)
        {
            progress.Clear();
            return KernelsCommand.Fail(environment, failure);
        }
    }

    private static string WithPrefix(string setting) =>
        setting.StartsWith("CONFIG_", StringComparison.Ordinal) ? setting : "CONFIG_" + setting;

    [GeneratedRegex("^[A-Za-z0-9_]+=([ymn]|[0-9]+|0x[0-9a-fA-F]+|\"[^\"\\n]*\")$")]
    private static partial Regex Setting();
}
