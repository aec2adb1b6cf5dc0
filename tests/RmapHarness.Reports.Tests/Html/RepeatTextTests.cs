using RmapHarness.Reports.Html;
using RmapHarness.Reports.Tests.News;

namespace RmapHarness.Reports.Tests.Html;

public sealed class RepeatTextTests
{
    [TestCase("a", "./run.sh run x/a.yaml --kernel new")]
    [TestCase("a[part=b[0..1/8],n=2]", "./run.sh run 'x/a.yaml[part=b[0..1/8],n=2]' --kernel new")]
    public void The_command_means_the_one_scenario(string name, string command) =>
        Assert.That(RepeatText.Run(Entries.Of(name, "fail") with { File = "x/a.yaml" }, Entries.Kernel()), Is.EqualTo(command));
}
