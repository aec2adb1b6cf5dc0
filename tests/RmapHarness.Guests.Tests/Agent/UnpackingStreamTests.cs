using System.Text;
using NUnit.Framework;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests.Tests.Agent;

public sealed class UnpackingStreamTests
{
    [Test]
    public async Task Blocks_become_one_text_however_they_arrive()
    {
        byte[] packed = [.. "packed 6 5\n"u8, 5, .. "hello"u8, .. "packed 7 13\n"u8, 1, (byte)' ', 4, 1, 2, (byte)'1', (byte)'\n'];
        var text = "hello" + new string(' ', 11) + "1\n";
        foreach (var piece in new[] { 1, 2, 7, packed.Length })
            Assert.That(await ReadAsync(packed, piece), Is.EqualTo(text), $"{piece} bytes at a time");
    }

    [Test]
    public async Task A_block_repeats_what_was_before_it() =>
        Assert.That(await ReadAsync([.. "packed 8 7\n"u8, 7, .. "answers"u8, .. "packed 5 8\n"u8, 1, (byte)'!', 1, 8, 0], 3), Is.EqualTo("answers!answers"));

    [Test]
    public async Task What_is_repeated_is_at_most_64_KiB_before_it()
    {
        byte[] zeros = [.. "packed 7 65537\n"u8, 1, 0, 0xfa, 0xff, 3, 1, 0];
        Assert.That(await ReadAsync([.. zeros, .. "packed 6 6\n"u8, 0, 0, 0x80, 0x80, 4, 0], 64), Has.Length.EqualTo(65537 + 6));
        Assert.That(
            () => ReadAsync([.. zeros, .. "packed 6 6\n"u8, 0, 0, 0x81, 0x80, 4, 0], 64),
            Throws.TypeOf<ProtocolException>().With.Message.Contains("a repetition of what is not there"));
    }

    [TestCase("Welcome to the guest of another\n", "no packed block")]
    [TestCase("a line that has no end and is no block\n", "no packed block")]
    [TestCase("packed 6", "an end before a packed block: 'packed 6'")]
    [TestCase("packed 6 5\nabc", "after 3 of a packed block's 6 bytes")]
    [TestCase("packed 6 0\nabcdef", "not packed")]
    [TestCase("packed 6 262145\nabcdef", "not packed")]
    [TestCase("packed 999999 5\nabcdef", "not packed")]
    [TestCase("packed six 5\nabcdef", "six")]
    [TestCase("packed 6 5 4\nabcdef", "too many words")]
    [TestCase("packed 6 5\nabcdef", "a packed block has")]
    public void Anything_else_is_an_error_that_says_so(string packed, string reason) =>
        Assert.That(() => ReadAsync(Encoding.ASCII.GetBytes(packed), 64), Throws.TypeOf<ProtocolException>().With.Message.Contains(reason));

    [Test]
    public async Task The_real_agent_packs_what_it_says()
    {
        Assert.That((await LocalAgent.AskPackedAsync("run 0 60000 1\n0 observe\nquit\n")).Split('\n').Select(line => line.Split(' ')[0]),
            Does.Contain("ready").And.Contain("observe").And.Contain("done").And.Not.Contain("packed"));
    }

    private static async Task<string> ReadAsync(byte[] packed, int piece)
    {
        await using var stream = new UnpackingStream(new Pieces(packed, piece));
        using var text = new StreamReader(stream);
        return await text.ReadToEndAsync();
    }

    /// <summary>A stream that gives so many bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
