using RmapHarness.Cli.Nightly;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Guests.Host;

namespace RmapHarness.Cli.Tests.Nightly;

public sealed class PlanTests
{
    [Test]
    public void Everything_is_read()
    {
        var plan = PlanReader.Parse(
            """
            name: all
            scenarios: fork
            fuzz-minutes: 5
            kernels:
              - bookworm
              - { kernel: built, build: true, fuzz-minutes: 0, fuzz-scenarios: 70, fuzz-seed: 3 }
              - { kernel: trixie, arch: [ x86_64, arm64 ], scheme: page-mapcount, scenarios: [ thp, cow ], fuzz-minutes: 0, memory: 2048, cpus: 2, numa: 2, append: "a=1 b" }
            """,
            "plan");
        Assert.That((plan.Name, plan.Lines.Count), Is.EqualTo(("all", 4)));
        var (plain, built, x86, arm) = (plan.Lines[0], plan.Lines[1], plan.Lines[2], plan.Lines[3]);
        Assert.That((plain.Kernel, plain.Architecture, plain.Scheme, plain.Fuzz), Is.EqualTo(("bookworm", (Architecture?)null, (AccountingScheme?)null, new FuzzPlan(5, null, null))));
        Assert.That((plain.IsBuilt, built.IsBuilt, built.Fuzz, built.Fuzz.IsAny), Is.EqualTo((false, true, new FuzzPlan(0, 70, 3), true)));
        Assert.That(plain.Scenarios, Is.EqualTo(new[] { "fork" }));
        Assert.That((x86.Architecture, arm.Architecture, arm.Scheme, arm.Fuzz.IsAny), Is.EqualTo((Architecture.X86_64, Architecture.Arm64, AccountingScheme.PageMapcount, false)));
        Assert.That(arm.Scenarios, Is.EqualTo(new[] { "thp", "cow" }));
        Assert.That((arm.Shape.MemoryMiB, arm.Shape.Processors, arm.Shape.NumaNodes), Is.EqualTo((2048, 2, 2)));
        Assert.That(arm.Shape.KernelArguments, Is.EqualTo(new[] { "a=1", "b" }));
    }

    [Test]
    public void The_hash_is_that_of_the_text() => Assert.That(
        PlanReader.Parse("kernels: [ a ]", "p").Hash, Is.EqualTo(PlanReader.Parse("kernels: [ a ]", "q").Hash).And.Not.EqualTo(PlanReader.Parse("kernels: [ b ]", "p").Hash));

    [TestCase("", "plan:1:1: error: not one mapping with the keys name, kernels, arch, scheme, scenarios, fuzz-minutes")]
    [TestCase("kernels: [", "plan:2:1: error: ")]
    [TestCase("kernels: []", "plan:1:10: error: 'kernels' needs a list of kernels")]
    [TestCase("name: x", "error: 'kernels' needs a list of kernels")]
    [TestCase("kernel: [ a ]", "plan:1:1: error: unknown key 'kernel'; known are name, kernels")]
    [TestCase("kernels: [ { arch: arm64 } ]", "plan:1:12: error: 'kernel' is missing")]
    [TestCase("kernels: [ { kernel: a, arch: sparc } ]", "plan:1:31: error: 'arch' is 'sparc', not one of auto, x86_64, arm64")]
    [TestCase("kernels: [ { kernel: a, scheme: none } ]", "error: 'scheme' is 'none', not one of auto, page-mapcount")]
    [TestCase("kernels: [ { kernel: a, memory: 12 } ]", "error: 'memory' needs a number from 640 to")]
    [TestCase("kernels: [ { kernel: a, fuzz-minutes: long } ]", "error: 'fuzz-minutes' needs a number from 0 to 1440")]
    [TestCase("kernels: [ { kernel: a, fuzz-seed: -1 } ]", "error: 'fuzz-seed' needs a number from 0 to 2147483647")]
    [TestCase("kernels: [ { kernel: a, build: maybe } ]", "error: 'build' needs true or false")]
    [TestCase("build: true\nkernels: [ a ]", "error: unknown key 'build'")]
    [TestCase("kernels: [ a, a ]", "error: 'a' is there twice")]
    [TestCase("kernels: [ a, [ b ] ]", "plan:1:15: error: expected the keys kernel, arch")]
    [TestCase("kernels: [ a ]\nkernels: [ b ]", "error: ")]
    public void What_is_wrong_is_told_with_its_place(string text, string error) =>
        Assert.That(() => PlanReader.Parse(text, "plan"), Throws.TypeOf<PlanException>().With.Message.Contains(error));

    [Test]
    public void The_harness_has_a_plan() => Assert.That(
        PlanReader.Load(Path.Combine(HarnessFiles.VmDirectory(), "..", "nightly.yaml")).Lines.Select(line => line.Kernel), Does.Contain("trixie-backports"));

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(106)]
    [TestCase(200)]
    public void Every_scenario_is_in_exactly_one_shard(int count)
    {
        var covered = Enumerable.Range(1, count).SelectMany(index => Enumerable.Range(0, 106).Take(new Shard(index, count).Of(106)));
        Assert.That(covered, Is.EqualTo(Enumerable.Range(0, 106)));
    }

    [TestCase("1/1", true)]
    [TestCase("2/3", true)]
    [TestCase("0/3", false)]
    [TestCase("4/3", false)]
    [TestCase("1/0", false)]
    [TestCase("-1/3", false)]
    [TestCase("1", false)]
    [TestCase("1/2/3", false)]
    public void A_shard_is_I_of_N(string text, bool isOne) => Assert.That(Shard.Parse(text) is not null, Is.EqualTo(isOne));

    [TestCase(2, 24_000, 1024, 2)]
    [TestCase(16, 24_000, 1024, 7)]
    [TestCase(16, 2_000, 1024, 1)]
    [TestCase(1, 24_000, 1024, 1)]
    public void Guests_are_as_many_as_fit(int processors, long memoryMiB, int guestMiB, int guests) =>
        Assert.That(GuestBudget.Of(processors, memoryMiB << 20, guestMiB), Is.EqualTo(guests));
}
