using System.Globalization;
using System.Text;
using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Guests.Agent;

/// <summary>Writes jobs in the agent's words.</summary>
internal static class RequestEncoder
{
    /// <summary>The request for one run.</summary>
    /// <param name="id">Its name in the answers.</param>
    /// <param name="job">What to run.</param>
    public static byte[] Encode(string id, AgentJob job)
    {
        var text = new StringBuilder();
        var operations = job.Program.Operations;
        var deadline = (long)Math.Ceiling(job.Deadline.TotalMilliseconds);
        text.Append(CultureInfo.InvariantCulture, $"run {id} {deadline} {operations.Count}\n");
        foreach (var operation in operations)
            Append(text, operation);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, Operation operation)
    {
        text.Append(CultureInfo.InvariantCulture, $"{operation.Process} {operation.Name}");
        foreach (var argument in operation.Arguments)
            text.Append(CultureInfo.InvariantCulture, $" {argument:x}");
        text.Append('\n');
    }
}
