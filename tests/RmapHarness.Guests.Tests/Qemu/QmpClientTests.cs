using System.Text.Json.Nodes;
using NUnit.Framework;
using RmapHarness.Guests.Qemu;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu;

public sealed class QmpClientTests
{
    private const string Greeting = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n";
    private const string Done = "{\"return\": {}}\r\n";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Test]
    public async Task Commands_are_answered_and_events_passed_over()
    {
        using var folder = new TemporaryFolder();
        await using var server = new FakeQmp(
            folder.At("qmp"), Greeting, Done, "{\"event\": \"RESUME\"}\n{\"return\": {\"status\": \"running\"}}\n");
        await using var client = await ConnectAsync(folder, Long);
        var answer = await client.ExecuteAsync("query-status", new JsonObject { ["x"] = 1 }, Long, CancellationToken.None);
        Assert.That((string?)answer["status"], Is.EqualTo("running"));
        Assert.That(
            server.Requests.Concat(["{\"execute\":\"query-status\",\"arguments\":{\"x\":1}}"]).Distinct(),
            Is.EqualTo(new[] { "{\"execute\":\"qmp_capabilities\"}", "{\"execute\":\"query-status\",\"arguments\":{\"x\":1}}" }));
    }

    [Test]
    public async Task A_refusal_is_told_in_QEMUs_words()
    {
        using var folder = new TemporaryFolder();
        await using var server = new FakeQmp(
            folder.At("qmp"), Greeting, Done, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no such thing\"}}\n");
        await using var client = await ConnectAsync(folder, Long);
        Assert.That(
            () => client.ExecuteAsync("nonsense", null, Long, CancellationToken.None),
            Throws.TypeOf<QmpException>().With.Message.EqualTo("QEMU refuses nonsense: no such thing"));
    }

    [TestCase("SSH-2.0-nothing\n", "not QMP: SSH-2.0-nothing")]
    [TestCase("[]\n", "not QMP: []")]
    [TestCase("{\"return\": {}}\n", "the socket does not greet as QMP does")]
    public async Task Another_server_is_refused(string greeting, string message)
    {
        using var folder = new TemporaryFolder();
        await using var server = new FakeQmp(folder.At("qmp"), greeting);
        Assert.That(() => ConnectAsync(folder, Long), Throws.TypeOf<QmpException>().With.Message.EqualTo(message));
    }

    [Test]
    public async Task Silence_ends_at_the_deadline()
    {
        using var folder = new TemporaryFolder();
        await using var server = new FakeQmp(folder.At("qmp"), Greeting, Done, "");
        await using var client = await ConnectAsync(folder, Long);
        Assert.That(
            () => client.ExecuteAsync("quit", null, Short, CancellationToken.None),
            Throws.TypeOf<QmpException>().With.Message.StartsWith("no answer to quit within"));
    }

    [Test]
    public async Task A_closed_socket_is_told()
    {
        using var folder = new TemporaryFolder();
        await using var server = new FakeQmp(folder.At("qmp"), Greeting, Done, null);
        await using var client = await ConnectAsync(folder, Long);
        Assert.That(() => client.ExecuteAsync("quit", null, Long, CancellationToken.None), Throws.TypeOf<QmpException>());
    }

    [Test]
    public void A_socket_that_never_comes_ends_at_the_deadline()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => ConnectAsync(folder, Short), Throws.TypeOf<QmpException>().With.Message.StartsWith("no QMP on"));
    }

    private static Task<QmpClient> ConnectAsync(TemporaryFolder folder, TimeSpan deadline) =>
        QmpClient.ConnectAsync(folder.At("qmp"), deadline, CancellationToken.None);
}
