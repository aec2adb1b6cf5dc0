using RmapHarness.Reports.History;
using RmapHarness.Reports.Tests.News;

namespace RmapHarness.Reports.Tests.History;

/// <summary>A process that enters results and says so after each, until it is killed. Started by <see cref="HistoryKillTests"/>.</summary>
internal static class HistoryKillTarget
{
    private static int Main(string[] arguments)
    {
        using var writer = HistoryWriter.Begin(arguments[0], "0", "plan", "hash", "", DateTimeOffset.MinValue);
        for (var next = writer.EnterKernel("line", Entries.Kernel()).Count; ; next++)
        {
            writer.Enter("line", Entries.Fail($"s{next}", "Pss"));
            Console.WriteLine(next);
            Console.Out.Flush();
        }
    }
}
