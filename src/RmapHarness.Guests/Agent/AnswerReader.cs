using System.Text;

namespace RmapHarness.Guests.Agent;

/// <summary>Lines and blocks of bytes from the agent's output, each wait under a deadline. After an exception it is of no more use.</summary>
internal sealed class AnswerReader(Stream stream)
{
    /// <summary>More than any answer has; it bounds what garbage can make us keep.</summary>
    private const int MaxLength = 256 << 20;

    private byte[] buffer = new byte[64 * 1024];
    private int begin;
    private int end;

    /// <summary>The next line without its newline, valid until the next call.</summary>
    /// <exception cref="ProtocolException">The stream ended, or the deadline passed.</exception>
    /// <exception cref="IOException">The stream broke.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(Deadline deadline, CancellationToken cancellation)
    {
        var looked = 0;
        int newline;
        while ((newline = buffer.AsSpan(begin + looked, end - begin - looked).IndexOf((byte)'\n')) < 0)
        {
            looked = end - begin;
            if (!await FillAsync(deadline, cancellation).ConfigureAwait(false))
                throw new ProtocolException($"the agent's output ended{After()}");
        }

        return Take(looked + newline + 1)[..^1];
    }

    /// <summary>The next bytes, valid until the next call.</summary>
    /// <inheritdoc cref="ReadLineAsync"/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadBytesAsync(int length, Deadline deadline, CancellationToken cancellation)
    {
        while (end - begin < length)
        {
            if (!await FillAsync(deadline, cancellation).ConfigureAwait(false))
                throw new ProtocolException($"the agent's output ended after {end - begin} of {length} bytes");
        }

        return Take(length);
    }

    /// <summary>Waits for the end of the output.</summary>
    /// <inheritdoc cref="ReadLineAsync"/>
    public async Task ReadEndAsync(Deadline deadline, CancellationToken cancellation)
    {
        if (begin != end || await FillAsync(deadline, cancellation).ConfigureAwait(false))
            throw new ProtocolException($"the agent's output goes on after its end{After()}");
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        var taken = buffer.AsMemory(begin, length);
        begin += length;
        return taken;
    }

    private async ValueTask<bool> FillAsync(Deadline deadline, CancellationToken cancellation)
    {
        MakeRoom();
        var read = stream.ReadAsync(buffer.AsMemory(end), CancellationToken.None);
        var length = read.IsCompletedSuccessfully ? read.Result : await WaitAsync(read.AsTask(), deadline, cancellation).ConfigureAwait(false);
        end += length;
        return length > 0;
    }

    /// <summary>A pipe's read cannot be cancelled, so it is left behind instead.</summary>
    private static async Task<int> WaitAsync(Task<int> read, Deadline deadline, CancellationToken cancellation)
    {
        try
        {
            return await read.WaitAsync(deadline.Remaining, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            read.Forget();
            throw new ProtocolException($"the agent gave no answer within {deadline}", e);
        }
        catch (OperationCanceledException)
        {
            read.Forget();
            throw;
        }
    }

    private void MakeRoom()
    {
        if (begin > 0)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            end -= begin;
            begin = 0;
        }

        if (end < buffer.Length)
            return;
        if (buffer.Length >= MaxLength)
            throw new ProtocolException($"the agent's answer has more than {MaxLength} bytes");
        Array.Resize(ref buffer, buffer.Length * 2);
    }

    /// <summary>What was left unread, for a message.</summary>
    private string After()
    {
        var rest = buffer.AsSpan(begin, Math.Min(end - begin, 80));
        return rest.IsEmpty ? "" : $": '{Encoding.ASCII.GetString(rest)}'";
    }
}
