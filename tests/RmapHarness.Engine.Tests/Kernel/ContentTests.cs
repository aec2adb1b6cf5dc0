using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>Which process must read what: steps count from 0, and the first page of the arena is 0x1000000.</summary>
public sealed class ContentTests
{
    private const ulong First = 0x1000000;

    [Test]
    public void A_page_holds_what_the_last_store_left_there()
    {
        var trace = new Script(Profiles.V73).Map(0, 8).Write(0, 8).Write(4, 2).Run();
        Assert.That(End(trace), Is.EqualTo(new ContentRun[]
        {
            new(First, 4, Token(2, 0), 1), new(First + 4, 2, Token(3, 4, (2 * 31) + 3), 1), new(First + 6, 2, Token(2, 6), 1),
        }));
        Assert.That(trace.Observations[0].Of(0).Pages.Select(run => run.Word), Is.EqualTo(new[] { Token(2, 0), Token(3, 4, (2 * 31) + 3), Token(2, 6) }));
    }

    [Test]
    public void What_was_never_written_is_zero_whether_it_is_mapped_or_not()
    {
        var trace = new Script(Profiles.V73).Map(0, 6).Read(0, 2).Write(2, 1).Run();
        Assert.That(End(trace), Is.EqualTo(new ContentRun[] { new(First, 2, 0, 0), new(First + 2, 1, Token(3, 2), 1), new(First + 3, 3, 0, 0) }));
    }

    [Test]
    public void A_THP_holds_zeros_around_the_page_that_was_written()
    {
        var trace = new Script(Profiles.V73).Huge(0, 512).Write(5, 1).Run();
        Assert.That(End(trace), Is.EqualTo(new ContentRun[] { new(First, 5, 0, 0), new(First + 5, 1, Token(3, 5), 1), new(First + 6, 506, 0, 0) }));
        Assert.That(trace.Observations[0].Of(0).Pages.Sum(run => (long)run.Pages), Is.EqualTo(512));
    }

    [Test]
    public void Each_side_of_a_fork_keeps_what_it_had_when_the_other_one_writes()
    {
        var trace = new Script(Profiles.V73).Map(0, 4).Write(0, 4).Fork().Write(1, 1, by: 1).Run();
        Assert.That(End(trace), Is.EqualTo(new ContentRun[] { new(First, 4, Token(2, 0), 1) }));
        Assert.That(End(trace, 1)[1], Is.EqualTo(new ContentRun(First + 1, 1, Token(4, 1, (2 * 31) + 4), 1)));
        Assert.That(End(trace, 1)[2], Is.EqualTo(new ContentRun(First + 2, 2, Token(2, 2), 1)));
    }

    [Test]
    public void A_copy_has_what_the_original_had()
    {
        var trace = new Script(Profiles.V73).Map(0, 4).Write(0, 4).Fork().Write(0, 4, by: 1).Exit(1).Run();
        Assert.That(End(trace), Is.EqualTo(new ContentRun[] { new(First, 4, Token(2, 0), 1) }));
    }

    [Test]
    public void Dropped_private_memory_is_zero_and_dropped_shared_memory_is_not()
    {
        var dropped = new Script(Profiles.V73).Map(0, 4).Write(0, 4).Drop(0, 2).Run();
        Assert.That(End(dropped), Is.EqualTo(new ContentRun[] { new(First, 2, 0, 0), new(First + 2, 2, Token(2, 2), 1) }));
        var kept = new Script(Profiles.V73).Map(0, 4, shared: true).Write(0, 3).Drop(0, 4).Run();
        Assert.That(End(kept), Is.EqualTo(new ContentRun[] { new(First, 3, Token(2, 0), 1), new(First + 3, 1, 0, 0) }));
        Assert.That(kept.Observations[0].Of(0).Pages.Single().Word, Is.Zero, "nothing is read of what is not present");
    }

    [Test]
    public void Shared_memory_is_the_same_for_all()
    {
        var trace = new Script(Profiles.V73).Map(0, 2, shared: true).Fork().Write(1, 1, by: 1).Run();
        Assert.That(End(trace), Is.EqualTo(End(trace, 1)));
        Assert.That(End(trace)[1].Word, Is.EqualTo(Token(3, 1)));
    }

    [Test]
    public void Of_a_large_VMA_only_what_has_an_entry_is_read()
    {
        var trace = new Script(Profiles.V73).Map(0, 65537).Write(9, 1).Run();
        Assert.That(End(trace), Is.EqualTo(new ContentRun[] { new(First + 9, 1, Token(2, 9), 1) }));
        Assert.That(End(new Script(Profiles.V73).Map(0, 65536).Run()), Is.EqualTo(new ContentRun[] { new(First, 65536, 0, 0) }));
    }

    /// <summary>What is left by an operation, counted from 1, in a page of the arena; history: all that have stored there.</summary>
    private static ulong Token(ulong operation, ulong page, ulong? history = null) => ((history ?? operation) << 52) | (operation << 32) | (First + page);

    private static IReadOnlyList<ContentRun> End(Trace trace, int process = 0) => trace.Contents!.Single(contents => contents.Process == process).Runs;
}
