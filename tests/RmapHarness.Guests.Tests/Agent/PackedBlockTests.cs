using System.Text;
using NUnit.Framework;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests.Tests.Agent;

public sealed class PackedBlockTests
{
    [Test]
    public void Literals_and_repetitions_are_made() =>
        Assert.That(
            Unpack([4, .. "ab, "u8, 2, 4, 1, (byte)'!', 0, 3, 0], 19),
            // ", ab, ab" is 8 bytes from 4 back, then "!", then 6 bytes from 3 back, which go on into themselves.
            Is.EqualTo("ab, ab, ab, !, !, !"));

    [Test]
    public void Numbers_have_seven_bits_in_a_byte()
    {
        var text = new string('x', 300);
        Assert.That(Unpack([0xac, 0x02, .. Encoding.ASCII.GetBytes(text), 0x80, 0x01, 0xac, 0x02, 0], 300 + 134), Is.EqualTo(new string('x', 434)));
    }

    [TestCase(new byte[] { 2, 1, 2 }, 1, TestName = "Literals beyond the answers")]
    [TestCase(new byte[] { 3, 1, 2 }, 3, TestName = "Literals beyond the block")]
    [TestCase(new byte[] { 1, 1, 0, 2, 0 }, 7, TestName = "A repetition from before the answers")]
    [TestCase(new byte[] { 1, 1, 0, 0, 0 }, 7, TestName = "A repetition of nothing")]
    [TestCase(new byte[] { 1, 1, 0, 1, 0 }, 6, TestName = "A repetition beyond the answers")]
    [TestCase(new byte[] { 1, 1, 0, 1 }, 7, TestName = "No last literals")]
    [TestCase(new byte[] { 1, 1 }, 2, TestName = "Too few answers")]
    [TestCase(new byte[] { 1, 1, 0 }, 1, TestName = "Bytes left over")]
    [TestCase(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x01 }, 1, TestName = "A number that is too large")]
    [TestCase(new byte[0], 1, TestName = "Nothing")]
    public void Anything_else_is_an_error(byte[] packed, int length) =>
        Assert.That(() => PackedBlock.Unpack(packed, new byte[length], 0), Throws.TypeOf<FormatException>());

    private static string Unpack(byte[] packed, int length)
    {
        var answers = new byte[length];
        PackedBlock.Unpack(packed, answers, 0);
        return Encoding.ASCII.GetString(answers);
    }
}
