using NUnit.Framework;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests.Tests.Agent;

public sealed class HelloTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_hello_is_read()
    {
        var agent = new ScriptedAgent();
        await agent.SayAsync(
            "hello 1\nrelease 7.3.4+deb13-cloud-amd64\nmachine x86_64\npagesize 4096\npmdsize 2097152\n" +
            "setting /sys/a always madvise\nabsent /sys/b\nfact swap off\nready\n");
        var hello = await agent.Client.ReadHelloAsync(Ample, CancellationToken.None);
        Assert.That(hello.Release, Is.EqualTo("7.3.4+deb13-cloud-amd64"));
        Assert.That(hello.Machine, Is.EqualTo("x86_64"));
        Assert.That(hello.PageSize, Is.EqualTo(4096));
        Assert.That(hello.PmdSize, Is.EqualTo(2097152));
        Assert.That(hello.Settings, Is.EqualTo(new[] { new AgentSetting("/sys/a", "always", "madvise") }));
        Assert.That(hello.Absent, Is.EqualTo(new[] { "/sys/b" }));
        Assert.That(hello.Features, Is.EqualTo(new Dictionary<string, string> { ["swap"] = "off" }));
    }

    [TestCase("failed not root\n", "not root")]
    [TestCase("hello 2\nready\n", "version 1")]
    [TestCase("Welcome to the guest\n", "Welcome")]
    [TestCase("hello 1\nsurprise\n", "surprise")]
    [TestCase("hello 1\nrelease 7.3.4\nmachine x86_64\npagesize 4096\nready\n", "lacks")]
    [TestCase("hello 1\nrelease 7.3.4\nmachine x86_64\npagesize 4095\npmdsize 0\nready\n", "lacks")]
    [TestCase("hello 1\npagesize many\n", "many")]
    [TestCase("hello 1\npagesize 4096 bytes\n", "too many words")]
    [TestCase("hello 1\nabsent \n", "empty")]
    [TestCase("hello 1\nrelea", "ended: 'relea'")]
    public async Task Anything_else_is_an_error_that_says_so(string text, string reason)
    {
        var agent = new ScriptedAgent();
        await agent.SayAsync(text);
        await agent.EndAsync();
        Assert.That(
            async () => await agent.Client.ReadHelloAsync(Ample, CancellationToken.None),
            Throws.TypeOf<ProtocolException>().With.Message.Contains(reason));
    }

    [Test]
    public void Silence_ends_with_the_deadline()
    {
        var agent = new ScriptedAgent();
        Assert.That(
            async () => await agent.Client.ReadHelloAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None),
            Throws.TypeOf<ProtocolException>().With.Message.Contains("0.02 s"));
    }

    [Test]
    public void A_cancelled_wait_throws()
    {
        var agent = new ScriptedAgent();
        using var cancellation = new CancellationTokenSource(20);
        Assert.That(
            async () => await agent.Client.ReadHelloAsync(Ample, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Without_a_hello_nothing_runs() =>
        Assert.That(async () => await new ScriptedAgent().RunAsync(ScriptedAgent.Job()), Throws.InvalidOperationException);
}
