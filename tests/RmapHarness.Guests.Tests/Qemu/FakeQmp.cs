using System.Net.Sockets;

namespace RmapHarness.Guests.Tests.Qemu;

/// <summary>A QMP server with prepared answers: one for each line it is sent, after a first one for the connection.</summary>
internal sealed class FakeQmp : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource end = new();
    private readonly Task served;

    /// <summary>Listens.</summary>
    /// <param name="path">The unix socket to make.</param>
    /// <param name="answers">What to say; after the last one it says nothing, or closes if that is null.</param>
    public FakeQmp(string path, params string?[] answers)
    {
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        served = ServeAsync(answers);
    }

    /// <summary>What it was sent.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await served;
        end.Dispose();
    }

    private async Task ServeAsync(string?[] answers)
    {
        try
        {
            using var socket = await listener.AcceptAsync(end.Token);
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream);
            foreach (var answer in answers)
            {
                if (answer is null)
                    return;
                await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer), end.Token);
                if (await reader.ReadLineAsync(end.Token) is { } request)
                    Requests.Add(request);
            }

            await Task.Delay(Timeout.Infinite, end.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
