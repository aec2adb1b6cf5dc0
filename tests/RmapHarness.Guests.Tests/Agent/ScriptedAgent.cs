using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using AgentProgram = RmapHarness.Engine.Kernel.Operations.Program;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>An agent that says what the test wants, over pipes in memory.</summary>
internal sealed class ScriptedAgent
{
    public const string Hello = "hello 1\nrelease 7.3.4\nmachine x86_64\npagesize 4096\npmdsize 2097152\nready\n";

    private readonly Pipe requests;
    private readonly Pipe answers;

    public ScriptedAgent(TimeSpan? grace = null, long pipeSize = 65536)
    {
        var options = new PipeOptions(pauseWriterThreshold: pipeSize, resumeWriterThreshold: pipeSize / 2);
        requests = new Pipe(options);
        answers = new Pipe(options);
        Client = new AgentClient(requests.Writer.AsStream(), answers.Reader.AsStream()) { Grace = grace ?? TimeSpan.FromSeconds(30) };
    }

    public AgentClient Client { get; }

    /// <summary>A job of the given operations, with a deadline that no test reaches unless it wants to.</summary>
    public static AgentJob Job(params Operation[] operations) => new(new AgentProgram(operations, ["parent"]), TimeSpan.FromSeconds(30));

    /// <summary>Says the hello and has the client read it.</summary>
    public static async Task<ScriptedAgent> GreetedAsync(TimeSpan? grace = null, long pipeSize = 65536)
    {
        var agent = new ScriptedAgent(grace, pipeSize);
        await agent.SayAsync(Hello);
        await agent.Client.ReadHelloAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        return agent;
    }

    /// <summary>What comes of one observation of process 0, when this text is the answer between the observe and the step line.</summary>
    public static async Task<ObservedRun> ObserveAsync(string body)
    {
        var agent = await GreetedAsync();
        await agent.SayAsync($"run 0\nobserve 0\n{body}step 0 0\nfinal\ndone 0 completed 0 1\n");
        return (await agent.RunAsync(Job(new ObserveOperation(0)))).Single();
    }

    public async Task SayAsync(string text) => await answers.Writer.WriteAsync(Encoding.ASCII.GetBytes(text));

    public async Task SayAsync(byte[] bytes) => await answers.Writer.WriteAsync(bytes);

    /// <summary>The agent's output ends.</summary>
    public async Task EndAsync() => await answers.Writer.CompleteAsync();

    /// <summary>The next request line.</summary>
    public async Task<string> HearAsync()
    {
        while (true)
        {
            var read = await requests.Reader.ReadAsync();
            if (read.Buffer.PositionOf((byte)'\n') is { } newline)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, newline));
                requests.Reader.AdvanceTo(read.Buffer.GetPosition(1, newline));
                return line;
            }

            requests.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public async Task<List<ObservedRun>> RunAsync(params AgentJob[] jobs)
    {
        var runs = new List<ObservedRun>();
        await foreach (var run in Client.RunAsync(jobs.ToAsyncEnumerable(), CancellationToken.None))
            runs.Add(run);
        return runs;
    }
}
