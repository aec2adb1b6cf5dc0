using Microsoft.Data.Sqlite;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Tests.News;

namespace RmapHarness.Reports.Tests.History;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HistoryTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string Path => folder.At("history.db");

    public void Dispose() => folder.Dispose();

    [Test]
    public void What_was_written_is_read()
    {
        using (var writer = Begin())
        {
            Assert.That(writer.EnterKernel("line", Entries.Kernel()), Is.Empty);
            writer.Enter("line", Entries.Known("a", "x"));
            writer.Enter("line", Entries.Fail("b", "Pss", "Rss"));
            writer.EndKernel("line");
            writer.End(RunState.Complete);
        }

        using var database = HistoryDatabase.Open(Path);
        var reader = new HistoryReader(database);
        var run = reader.Runs().Single();
        Assert.That((run.Id, run.State, run.Plan, run.Shard, run.Ended is null), Is.EqualTo((1L, RunState.Complete, "plan", "", false)));
        Assert.That(reader.Kernels(1)["line"], Is.EqualTo(Entries.Kernel()));
        var results = reader.Results(1);
        Assert.That(results.Select(result => result.Entry.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(results[1].Entry.Diffs, Is.EqualTo(Entries.Fail("b", "Pss", "Rss").Diffs));
        Assert.That(results.Select(result => result.Signature), Is.EqualTo(new[] { "", "2 parent smaps Pss; 2 parent smaps Rss" }));
        Assert.That(reader.Findings(1), Is.EqualTo(new[] { "x" }));
    }

    [Test]
    public void History_is_asked_by_scenario_kernel_and_finding()
    {
        for (var night = 0; night < 2; night++)
        {
            using var writer = Begin();
            writer.EnterKernel("line", Entries.Kernel($"7.3.{night}"));
            foreach (var entry in new[] { Entries.Known("a", "x"), Entries.Pass("a-b"), Entries.Pass("a[n=1]") })
                writer.Enter("line", entry);
            writer.End(RunState.Complete);
        }

        using var database = HistoryDatabase.Open(Path);
        var reader = new HistoryReader(database);
        Assert.That(reader.OfScenario("a").Select(result => $"{result.Entry.Name} {result.Run}"), Is.EqualTo(new[] { "a 1", "a 2", "a[n=1] 1", "a[n=1] 2" }));
        Assert.That(reader.OfKernel("line"), Has.Count.EqualTo(6));
        Assert.That(reader.OfKernel("7.3.1").Select(result => result.Run).Distinct(), Is.EqualTo(new[] { 2L }));
        Assert.That(reader.OfFinding("x").Select(result => (result.Run, result.Entry.Name)), Is.EqualTo(new[] { (1L, "a"), (2L, "a") }));
        Assert.That(reader.OfFinding("' OR 1=1 --"), Is.Empty);
    }

    [Test]
    public void A_run_that_did_not_end_goes_on()
    {
        using (var writer = Begin())
        {
            writer.EnterKernel("line", Entries.Kernel());
            writer.Enter("line", Entries.Pass("a"));
            writer.End(RunState.Interrupted);
        }

        using (var writer = Begin())
        {
            Assert.That(writer.Run, Is.EqualTo(1));
            Assert.That(writer.EnterKernel("line", Entries.Kernel()).Select(result => result.Entry.Name), Is.EqualTo(new[] { "a" }));
            writer.End(RunState.Complete);
        }

        using var next = Begin();
        Assert.That(next.Run, Is.EqualTo(2), "a complete run does not go on");
    }

    [TestCase("other", "", "0")]
    [TestCase("hash", "1/2", "0")]
    [TestCase("hash", "", "1")]
    public void A_run_of_another_plan_shard_or_harness_is_not_gone_on_with(string hash, string shard, string harness)
    {
        Begin().Dispose();
        using var writer = HistoryWriter.Begin(Path, harness, "plan", hash, shard, DateTimeOffset.MinValue);
        Assert.That(writer.Run, Is.EqualTo(2));
    }

    [Test]
    public void A_run_that_began_too_long_ago_is_not_gone_on_with()
    {
        Begin().Dispose();
        using var writer = HistoryWriter.Begin(Path, "0", "plan", "hash", "", DateTimeOffset.UtcNow.AddHours(1));
        Assert.That(writer.Run, Is.EqualTo(2));
    }

    [Test]
    public void Results_of_another_kernel_are_not_gone_on_with()
    {
        using (var writer = Begin())
        {
            writer.EnterKernel("line", Entries.Kernel());
            writer.Enter("line", Entries.Fail("a", "Pss"));
        }

        using var again = Begin();
        Assert.That(again.EnterKernel("line", Entries.Kernel("7.3.5")), Is.Empty);
        Assert.That(again.Read().Results(1), Is.Empty);
    }

    [Test]
    public void There_is_one_writer()
    {
        using var writer = Begin();
        Assert.That(() => Begin(), Throws.TypeOf<HistoryException>().With.Message.Contains("another nightly run writes it"));
    }

    [Test]
    public void A_reader_does_not_wait_for_the_writer()
    {
        using var writer = Begin();
        writer.EnterKernel("line", Entries.Kernel());
        using var database = HistoryDatabase.Open(Path);
        writer.Enter("line", Entries.Pass("a"));
        Assert.That(new HistoryReader(database).Results(writer.Run), Has.Count.EqualTo(1));
    }

    [Test]
    public void Its_log_stays_small_on_a_disk_that_may_be_nearly_full()
    {
        using var writer = Begin();
        writer.EnterKernel("line", Entries.Kernel());
        for (var result = 0; result < 600; result++)
            writer.Enter("line", Entries.Pass($"a{result}"));
        Assert.That(new FileInfo(Path + "-wal").Length, Is.InRange(1, 1 << 20));
    }

    [Test]
    public void A_file_that_is_no_history_is_refused()
    {
        File.WriteAllText(Path, "This is not a database, although it has the name of one.");
        Assert.That(() => HistoryDatabase.Open(Path), Throws.TypeOf<HistoryException>().With.Message.Contains("history.db"));
    }

    [Test]
    public void A_history_of_a_newer_harness_is_refused_and_left_alone()
    {
        Begin().Dispose();
        Execute("PRAGMA user_version = 99");
        Assert.That(() => HistoryDatabase.Open(Path), Throws.TypeOf<HistoryException>().With.Message.Contains("newer harness"));
    }

    [Test]
    public void A_migration_does_all_or_nothing()
    {
        using var connection = Connect();
        Assert.That(
            () => HistorySchema.Migrate(connection, ["CREATE TABLE one (a)", "CREATE TABLE two (a); CREATE TABLE one (a)"]), Throws.TypeOf<SqliteException>());
        Assert.That(Tables(connection), Is.Empty);
        HistorySchema.Migrate(connection, ["CREATE TABLE one (a)"]);
        HistorySchema.Migrate(connection, ["CREATE TABLE one (a)", "CREATE TABLE two (a)"]);
        HistorySchema.Migrate(connection, ["CREATE TABLE one (a)", "CREATE TABLE two (a)"]);
        Assert.That(Tables(connection), Is.EqualTo(new[] { "one", "two" }));
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master ORDER BY name";
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
            names.Add(rows.GetString(0));
        return names;
    }

    private HistoryWriter Begin() => HistoryWriter.Begin(Path, "0", "plan", "hash", "", DateTimeOffset.MinValue);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A literal of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
