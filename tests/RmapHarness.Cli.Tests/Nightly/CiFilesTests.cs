using System.Diagnostics;
using RmapHarness.Guests.Host;
using YamlDotNet.RepresentationModel;

namespace RmapHarness.Cli.Tests.Nightly;

/// <summary>
/// The commands of ci/, taken out of the files and executed in order by a shell, with a run.sh that calls the program on fake kernels. What the
/// CI systems do around them cannot be tried here.
/// </summary>
[NonParallelizable]
public sealed class CiFilesTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, "ci");

    [TestCase("github-actions.yml", "nightly", "${{ matrix.shard }}", new[] { "1", "2", "3", "4" })]
    [TestCase("gitlab-ci.yml", "nightly", "$CI_NODE_INDEX", new[] { "1", "2", "3", "4" })]
    [TestCase("kubernetes-job.yaml", "nightly", "$JOB_COMPLETION_INDEX", new[] { "0", "1", "2", "3" })]
    public async Task Shards_of_a_plan_are_joined(string file, string command, string placeholder, string[] shards)
    {
        using var invocation = new Invocation();
        invocation.Add("a", "b", "c");
        File.WriteAllText(Path.Combine(invocation.Root, "nightly.yaml"), "kernels: [ old, new ]");
        var commands = CommandsOf(file);
        var shard = commands.Single(text => text.Contains($"./run.sh {command}", StringComparison.Ordinal));
        foreach (var index in shards)
            Assert.That(await ShellAsync(invocation, Fill(shard, placeholder, index)), Is.EqualTo(new[] { 0 }), shard);

        var join = commands.SingleOrDefault(text => text.Contains("report merge", StringComparison.Ordinal))
            ?? File.ReadLines(Path.Combine(Folder, file)).Single(line => line.Contains("report merge", StringComparison.Ordinal)).TrimStart('#', ' ');
        Assert.That(await ShellAsync(invocation, Fill(join, placeholder, "")), Is.EqualTo(new[] { 0 }), join);
        Assert.That(invocation.Output, Does.Contain("no news\n"));
        Assert.That(
            File.ReadAllLines(Path.Combine(invocation.Root, "out", "results.ktap")).Count(line => line.StartsWith("  ok ", StringComparison.Ordinal)), Is.EqualTo(6));
    }

    [Test]
    public void The_units_of_systemd_call_the_program_as_it_is()
    {
        var service = File.ReadAllLines(Path.Combine(Folder, "rmapharness-nightly.service"));
        var start = service.Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal)).Split(' ');
        Assert.That(start[1..], Is.EqualTo(new[] { "nightly", "--out", "/var/lib/rmapharness", "--history", "/var/lib/rmapharness/history.db" }));
        Assert.That(service, Does.Contain("KillSignal=SIGINT"), "the signal that the program stops in order at");
        Assert.That(File.ReadAllText(Path.Combine(Folder, "rmapharness-nightly.timer")), Does.Contain("OnCalendar=").And.Contain("Persistent=true"));
    }

    // A cache that is only saved after success would lose the nights that had news, and the news would be told again.
    [Test]
    public void The_history_is_kept_after_bad_news()
    {
        var join = (YamlSequenceNode)Root("github-actions.yml")["jobs"]["join"]["steps"];
        var uses = join.Select(step => Text(step, "uses")).ToList();
        var saves = uses.FindIndex(action => action.StartsWith("actions/cache/save@", StringComparison.Ordinal));
        Assert.That(saves, Is.GreaterThan(join.ToList().FindIndex(step => Text(step, "run").Contains("report merge", StringComparison.Ordinal))));
        Assert.That(Text(join[saves], "if"), Is.EqualTo("always()"));
        Assert.That(Text(join[saves]["with"], "path"), Is.EqualTo("history"));
        Assert.That(uses, Has.None.StartsWith("actions/cache@"));

        Assert.That($"{Root("gitlab-ci.yml")["join"]["cache"]["when"]}", Is.EqualTo("always"));
    }

    [TestCase("rmapharness-nightly.service", "Type=oneshot", "Type=oneshoot")]
    [TestCase("rmapharness-nightly.timer", "OnCalendar=*-*-* 01:17:00", "OnCalendar=each night")]
    public async Task Systemd_takes_the_units(string unit, string line, string wrong)
    {
        using var invocation = new Invocation();
        foreach (var path in Directory.GetFiles(Folder, "rmapharness-nightly.*"))
            File.WriteAllText(Path.Combine(invocation.Root, Path.GetFileName(path)), File.ReadAllText(path).Replace("ExecStart=/opt/rmapharness/run.sh", "ExecStart=/bin/sh", StringComparison.Ordinal));
        Assert.That(await VerifyAsync(), Is.Empty);

        File.WriteAllText(Path.Combine(invocation.Root, unit), File.ReadAllText(Path.Combine(invocation.Root, unit)).Replace(line, wrong, StringComparison.Ordinal));
        Assert.That(await VerifyAsync(), Does.Contain(unit));

        async Task<string> VerifyAsync()
        {
            string[] units = [Path.Combine(invocation.Root, "rmapharness-nightly.service"), Path.Combine(invocation.Root, "rmapharness-nightly.timer")];
            using var verify = Process.Start(new ProcessStartInfo("systemd-analyze", ["--man=no", "verify", .. units]) { RedirectStandardError = true })!;
            var complaints = await verify.StandardError.ReadToEndAsync();
            await verify.WaitForExitAsync();
            return complaints;
        }
    }

    private static string Text(YamlNode node, string key) => ((YamlMappingNode)node).Children.TryGetValue(key, out var value) ? $"{value}" : "";

    private static YamlNode Root(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return yaml.Documents[0].RootNode;
    }

    private static List<string> CommandsOf(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return
        [
            .. yaml.Documents.SelectMany(document => document.AllNodes).OfType<YamlScalarNode>().Select(node => node.Value ?? "")
                .Where(text => text.Contains("./run.sh", StringComparison.Ordinal)).Distinct(),
        ];
    }

    private static string Fill(string command, string placeholder, string value) => command
        .Replace("JOB_COMPLETION_INDEX + 1", $"{value} + 1", StringComparison.Ordinal)
        .Replace(placeholder, value, StringComparison.Ordinal).Replace("$CI_NODE_TOTAL", "4", StringComparison.Ordinal)
        // The volume of the pods.
        .Replace("/results/", "shards/", StringComparison.Ordinal);

    // The shell expands the words; the calls that it makes are then made here.
    private static async Task<List<int>> ShellAsync(Invocation invocation, string command)
    {
        var script = Path.Combine(invocation.Root, "run.sh");
        var calls = Path.Combine(invocation.Root, "calls");
        File.WriteAllText(script, "#!/bin/sh\necho \"$@\" >>calls\n");
        File.Delete(calls);
        // Shards arrive each in a folder of its own.
        if (!Directory.Exists(Path.Combine(invocation.Root, "shards")))
            Directory.CreateDirectory(Path.Combine(invocation.Root, "shards"));
        foreach (var shard in Directory.GetDirectories(invocation.Root, "shard-*"))
            Directory.Move(shard, Path.Combine(invocation.Root, "shards", Path.GetFileName(shard)));
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-euc", $"chmod +x run.sh; {command}"]) { WorkingDirectory = invocation.Root })!;
        await shell.WaitForExitAsync();
        Assert.That(shell.ExitCode, Is.Zero, command);
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = invocation.Root;
        try
        {
            var statuses = new List<int>();
            foreach (var call in File.ReadAllLines(calls))
                statuses.Add(await invocation.InvokeAsync(CancellationToken.None, call.Split(' ')));
            return statuses;
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
