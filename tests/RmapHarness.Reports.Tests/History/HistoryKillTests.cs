using System.Diagnostics;
using System.Globalization;
using RmapHarness.Reports.History;

namespace RmapHarness.Reports.Tests.History;

public sealed class HistoryKillTests
{
    private const int Kills = 6;
    private const int Seed = 8;

    [Test]
    public async Task No_finished_result_is_lost_to_kill_9_at_random_moments()
    {
        using var folder = new TestFolder();
        var path = folder.At("history.db");
        var random = new Random(Seed);
        var acknowledged = -1;
        for (var kill = 0; kill < Kills; kill++)
        {
            var last = await RunAndKillAsync(path, random.Next(0, 150));
            Assert.That(last, Is.GreaterThan(acknowledged), "the next process goes on where the one before was killed");
            acknowledged = last;
            using var database = HistoryDatabase.Open(path);
            var results = new HistoryReader(database).Results(1);
            Assert.That(results.Select(result => result.Entry.Name), Is.SupersetOf(Enumerable.Range(0, acknowledged + 1).Select(index => $"s{index}")));
            Assert.That(results.Select(result => result.Entry.Diffs.Count), Is.All.EqualTo(1));
            Assert.That(new HistoryReader(database).Runs(), Has.Count.EqualTo(1));
            using var check = database.Command("PRAGMA integrity_check");
            Assert.That(check.ExecuteScalar(), Is.EqualTo("ok"));
        }
    }

    private static async Task<int> RunAndKillAsync(string path, int milliseconds)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(HistoryKillTarget).Assembly.Location, path]) { RedirectStandardOutput = true })!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            var last = await process.StandardOutput.ReadLineAsync(limit.Token);
            await Task.Delay(milliseconds, limit.Token);
            process.Kill();
            // A line that was cut in the middle was not acknowledged.
            var rest = await process.StandardOutput.ReadToEndAsync(limit.Token);
            var lines = rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return int.Parse(lines.LastOrDefault(last!), CultureInfo.InvariantCulture);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
