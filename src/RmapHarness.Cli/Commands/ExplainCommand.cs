using System.CommandLine;
using System.Globalization;
using RmapHarness.Cli.Selection;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Reports.Explain;
using RmapHarness.Reports.Picture;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Commands;

/// <summary><c>explain</c>: the model alone; what every scheme answers after each step.</summary>
internal sealed class ExplainCommand
{
    private const string NewestRead = "7.3";
    private const int PrecisionOrder = 4;
    private const int PrecisionHistories = 2000;
    private const int PrecisionSeed = 1;

    private readonly CommandEnvironment environment;
    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Scenario files, directories, or names of the library.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> release = new("--release")
    {
        Description = "Kernel release whose behaviour is modelled.",
        HelpName = "X.Y",
        DefaultValueFactory = _ => NewestRead,
    };

    private readonly Option<string> sharing = new("--sharing")
    {
        Description = $"Sharing tracker: auto, {string.Join(", ", Words.All<SharingTracker>())}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int> pageSize = new("--page-size")
    {
        Description = "Base page size in KiB: 4, 16 or 64.",
        HelpName = "KIB",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<bool> precision = new("--precision")
    {
        Description = "Show how often each sharing tracker errs on random histories of a 16-page folio.",
    };

    private readonly Option<string?> picture = new("--picture")
    {
        Description = "Draw the folios after each step into an SVG file; takes one scenario.",
        HelpName = "OUT.svg",
    };

    private ExplainCommand(CommandEnvironment environment) => this.environment = environment;

    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var explain = new ExplainCommand(environment);
        var command = new Command("explain", "Show what every accounting scheme answers after each step. Boots nothing.")
        {
            explain.files, explain.release, explain.sharing, explain.pageSize, explain.precision, explain.picture,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(explain.precision) && result.GetValue(explain.files) is null or [])
                result.AddError("explain needs a scenario, or --precision.");
        });
        command.SetAction(explain.Execute);
        return command;
    }

    private int Execute(ParseResult result)
    {
        if (result.GetValue(precision))
        {
            new PrecisionTable(PrecisionOrder, PrecisionHistories, PrecisionSeed).Write(environment.Output);
            return ExitStatus.Good;
        }

        if (ProfileOf(result) is not { } profile)
            return ExitStatus.Usage;
        var selection = new ScenarioSelection(ScenarioLibrary.DirectoryOf(environment)).Select(result.GetRequiredValue(files));
        foreach (var error in selection.Errors)
            environment.Error.WriteLine(error);
        if (selection.Errors.Count > 0)
            return ExitStatus.Usage;
        if (result.GetValue(picture) is { } path)
            return Draw(selection.Scenarios, profile, path);
        return selection.Scenarios.All(scenario => Explain(scenario, profile)) ? ExitStatus.Good : ExitStatus.Usage;
    }

    private int Draw(IReadOnlyList<Scenario> scenarios, KernelProfile profile, string path)
    {
        if (scenarios.Count != 1)
            return Refuse($"--picture takes one scenario, not {scenarios.Count}");
        if (Compile(scenarios[0], profile) is not { } compiled)
            return ExitStatus.Usage;
        try
        {
            File.WriteAllText(path, new ProgramPicture(compiled, profile).Draw());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(exception.Message);
        }

        environment.Output.WriteLine($"picture: {path}");
        return ExitStatus.Good;
    }

    private int Refuse(string message)
    {
        environment.Error.WriteLine($"error: {message}");
        return ExitStatus.Usage;
    }

    private CompiledScenario? Compile(Scenario scenario, KernelProfile profile)
    {
        var result = ScenarioCompiler.Compile(scenario, profile.Geometry);
        foreach (var error in result.Errors)
            environment.Error.WriteLine(error);
        return result.Compiled;
    }

    private KernelProfile? ProfileOf(ParseResult result)
    {
        try
        {
            var version = KernelVersion.Parse(result.GetRequiredValue(release));
            var geometry = Geometry.ForPageSize((long)result.GetRequiredValue(pageSize) << 10);
            var name = result.GetRequiredValue(sharing);
            if (name != "auto" && Words.Find<SharingTracker>(name) is null)
                throw new FormatException($"'{name}' is no sharing tracker; there are auto, {string.Join(", ", Words.All<SharingTracker>())}");
            return new KernelProfile(
                version,
                geometry == Geometry.Base4K ? Architecture.X86_64 : Architecture.Arm64,
                geometry,
                AccountingScheme.PageMapcount,
                Words.Find<SharingTracker>(name) ?? KernelProfile.TrackerOf(version));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            Refuse(exception.Message);
            return null;
        }
    }

    private bool Explain(Scenario scenario, KernelProfile profile)
    {
        if (Compile(scenario, profile) is not { Program: var program })
            return false;
        environment.Output.WriteLine($"{scenario.Name}: {scenario.About}");
        environment.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"kernel {profile.Version.Major}.{profile.Version.Minor}, {profile.Geometry.PageSize >> 10} KiB pages, sharing by {Words.Of(profile.Tracker)}; * marks where the schemes disagree"));
        environment.Output.WriteLine();
        var schemes = Enum.GetValues<AccountingScheme>();
        var runs = schemes.Select(scheme => Simulation.Steps(profile with { Scheme = scheme }, program).GetEnumerator()).ToList();
        for (var step = 0; step < program.Operations.Count; step++)
        {
            var views = new List<StepView>();
            foreach (var run in runs)
            {
                run.MoveNext();
                views.Add(run.Current);
            }

            var comparison = new StepComparison(views, program.ProcessNames, profile.Geometry.PageSize);
            ExplainText.Write(
                environment.Output,
                string.Create(CultureInfo.InvariantCulture, $"step {step}: {scenario.Steps[step].Text}"),
                [.. schemes.Select(Words.Of)],
                [.. comparison.Sections()]);
        }

        return true;
    }
}
