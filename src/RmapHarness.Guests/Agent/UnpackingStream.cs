using System.Text;

namespace RmapHarness.Guests.Agent;

/// <summary>Answers out of what <c>agent pack</c> writes. It can only be read, asynchronously, and does not own the packed stream.</summary>
internal sealed class UnpackingStream(Stream packed) : Stream
{
    // "packed" and two numbers of blocks that hold at most PackedBlock.MaxLength bytes.
    private const int MaxHeader = 32;
    private const int MaxPacked = PackedBlock.MaxLength + PackedBlock.MaxLength / 2;

    // Those of blocks before, as far as they may be repeated, and of the latest one.
    private readonly byte[] answers = new byte[PackedBlock.MaxHistory + PackedBlock.MaxLength];
    private readonly byte[] raw = new byte[MaxHeader + MaxPacked];
    private int answersBegin;
    private int answersEnd;
    private int rawBegin;
    private int rawEnd;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The next answers; none at the end.</summary>
    /// <exception cref="ProtocolException">What came is no packed block, or ended within one.</exception>
    /// <exception cref="IOException">The stream broke.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (answersBegin == answersEnd && !await UnpackAsync(cancellationToken).ConfigureAwait(false))
            return 0;
        var length = Math.Min(buffer.Length, answersEnd - answersBegin);
        answers.AsMemory(answersBegin, length).CopyTo(buffer);
        answersBegin += length;
        return length;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<bool> UnpackAsync(CancellationToken cancellation)
    {
        int header;
        while ((header = raw.AsSpan(rawBegin, rawEnd - rawBegin).IndexOf((byte)'\n')) < 0)
        {
            if (rawEnd - rawBegin >= MaxHeader)
                throw Unexpected("no packed block");
            if (await FillAsync(cancellation).ConfigureAwait(false))
                continue;
            return rawBegin == rawEnd ? false : throw Unexpected("an end before a packed block");
        }

        var (packedLength, length) = ParseHeader(header);
        rawBegin += header + 1;
        while (rawEnd - rawBegin < packedLength)
        {
            if (!await FillAsync(cancellation).ConfigureAwait(false))
                throw new ProtocolException($"the agent's output ended after {rawEnd - rawBegin} of a packed block's {packedLength} bytes");
        }

        var history = Math.Min(answersEnd, PackedBlock.MaxHistory);
        answers.AsSpan(answersEnd - history, history).CopyTo(answers);
        try
        {
            PackedBlock.Unpack(raw.AsSpan(rawBegin, packedLength), answers.AsSpan(0, history + length), history);
        }
        catch (FormatException e)
        {
            throw new ProtocolException(e.Message, e);
        }

        rawBegin += packedLength;
        (answersBegin, answersEnd) = (history, history + length);
        return true;
    }

    private (int Packed, int Length) ParseHeader(int length)
    {
        try
        {
            var words = new Words(raw.AsSpan(rawBegin, length));
            var word = words.NextText();
            var (packedLength, answersLength) = word == "packed" ? (words.NextCount(), words.NextCount()) : throw words.Malformed("no packed block");
            words.End();
            return packedLength <= MaxPacked && answersLength is > 0 and <= PackedBlock.MaxLength
                ? (packedLength, answersLength)
                : throw words.Malformed("a block of this length is not packed");
        }
        catch (FormatException e)
        {
            throw new ProtocolException(e.Message, e);
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        raw.AsSpan(rawBegin, rawEnd - rawBegin).CopyTo(raw);
        (rawBegin, rawEnd) = (0, rawEnd - rawBegin);
        var length = await packed.ReadAsync(raw.AsMemory(rawEnd), cancellation).ConfigureAwait(false);
        rawEnd += length;
        return length > 0;
    }

    private ProtocolException Unexpected(string what) => new($"{what}: '{Encoding.UTF8.GetString(raw, rawBegin, Math.Min(rawEnd - rawBegin, MaxHeader))}'");
}
