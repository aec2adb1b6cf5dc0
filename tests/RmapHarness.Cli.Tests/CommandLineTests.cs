namespace RmapHarness.Cli.Tests;

/// <summary>What is refused before anything is booted.</summary>
public sealed class CommandLineTests
{
    [TestCase("", "Required command")]
    [TestCase("runn", "'runn'")]
    [TestCase("run --kernels new,old --kernel new", "exclude each other")]
    [TestCase("run --kernels ,", "--kernels needs different names")]
    [TestCase("run --kernels new,new", "--kernels needs different names")]
    [TestCase("run --jobs 0", "--jobs needs a number from 1 to 64")]
    [TestCase("run --jobs 65", "--jobs needs a number from 1 to 64")]
    [TestCase("run --jobs many", "many")]
    [TestCase("run --accel hax", "hax")]
    [TestCase("run --scheme none", "none")]
    [TestCase("run --sharing none", "none")]
    [TestCase("run --arch mips", "mips")]
    [TestCase("run --colour", "--colour")]
    [TestCase("run --memory 639", "--memory needs a number from 640")]
    [TestCase("run --cpus 0", "--cpus needs a number from 1 to 64")]
    [TestCase("run --numa 9", "--numa needs a number from 1 to 8")]
    [TestCase("run --target vmware", "--target is qemu, local or ssh:USER@HOST, not 'vmware'")]
    [TestCase("run --target ssh:", "--target is qemu, local or ssh:USER@HOST, not 'ssh:'")]
    [TestCase("run --target ssh:-oProxyCommand=x", "not 'ssh:-oProxyCommand=x'")]
    [TestCase("run --target local --kernel new", "--target local and --kernel exclude each other")]
    [TestCase("run --target ssh:board --memory 700", "--target ssh:board and --memory exclude each other")]
    [TestCase("kernels", "Required command")]
    [TestCase("kernels fetch bookworn", "no kernel 'bookworn': neither in the catalogue nor a file; did you mean 'bookworm'?")]
    [TestCase("kernels build trixie", "no kernel 'trixie' to build; there are page-mapcount, no-page-mapcount")]
    [TestCase("kernels build --patch no-such-patch", "no patch no-such-patch")]
    [TestCase("kernels build --config DEBUG_VM", "--config needs KEY=VALUE, not DEBUG_VM")]
    [TestCase("kernels build --as ../up", "a kernel cannot be called '../up'")]
    [TestCase("kernels build --as trixie", "'trixie' is the name of another kernel")]
    [TestCase("kernels build --as 7.1", "'7.1' is the name of another kernel")]
    [TestCase("kernels build debug-vm --config DEBUG_LIST=n --as debug-vm", "'debug-vm' is the name of another kernel")]
    [TestCase("run --kernel", "--kernel")]
    [TestCase("check", "check")]
    [TestCase("run --kernel newer", "no kernel 'newer'")]
    [TestCase("run --kernels new,older", "no kernel 'older'")]
    [TestCase("run exampel", "error: 'exampel' is no file, no directory and no scenario of the library; did you mean 'example'?")]
    [TestCase("run no-such-thing-at-all", "error: 'no-such-thing-at-all' is no file, no directory and no scenario of the library")]
    public async Task Bad_arguments_end_with_status_2(string arguments, string message)
    {
        using var invocation = new Invocation();
        invocation.Add("example");

        var status = await invocation.InvokeAsync(CancellationToken.None, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(status, Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain(message));
        Assert.That(invocation.Output, Is.Empty);
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    [Test]
    public async Task All_scenario_errors_of_all_files_are_shown_and_nothing_boots()
    {
        using var invocation = new Invocation();
        invocation.Add("good");
        invocation.AddText("bad-one", "name: bad-one\nabout: x\nstepz: []\n");
        invocation.AddText("bad-two", "");

        var status = await invocation.RunAsync();

        Assert.That(status, Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("bad-one.yaml:3:1: error:").And.Contain("bad-two.yaml:1:1: error:"));
        Assert.That(invocation.Target.Started, Is.Zero);
        Assert.That(File.Exists(invocation.ResultsPath), Is.False);
    }

    [Test]
    public async Task An_empty_library_is_an_error()
    {
        using var invocation = new Invocation();

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("there is no scenario to run"));
    }

    [Test]
    public async Task Two_scenarios_of_one_name_are_an_error()
    {
        using var invocation = new Invocation();
        invocation.Add("example");
        invocation.AddText("other", Example.Text);

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("'example' is the name of two scenarios"));
    }

    [Test]
    public async Task Known_issues_that_cannot_be_read_are_an_error()
    {
        using var invocation = new Invocation();
        invocation.Add("example");
        File.WriteAllText(Path.Combine(invocation.Root, "known-issues.yaml"), "- { idd: x }");

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("known-issues.yaml:1:5: error: unknown key 'idd'"));
        File.Delete(Path.Combine(invocation.Root, "known-issues.yaml"));
        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    [Test]
    public async Task An_output_directory_that_cannot_be_had_is_an_error()
    {
        using var invocation = new Invocation();
        invocation.Add("example");
        File.WriteAllText(Path.Combine(invocation.Root, "out"), "a file");

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    [Test]
    public async Task Check_boots_nothing()
    {
        using var invocation = new Invocation();
        invocation.Add("example", "other");

        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "check", invocation.PathOf("example"), "other"), Is.Zero);
        Assert.That(invocation.Output, Is.EqualTo("2 scenarios, no errors\n"));
        invocation.AddText("other", "name: [");
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "check", invocation.PathOf("other")), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("other.yaml:"));
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    [Test]
    public async Task A_file_a_directory_and_a_name_for_one_scenario_are_one_scenario()
    {
        using var invocation = new Invocation();
        invocation.Add("example");

        var status = await invocation.RunAsync(invocation.PathOf("example"), Path.Combine(invocation.Root, "scenarios"), "example");

        Assert.That(status, Is.Zero);
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "example: pass" }));
    }
}
