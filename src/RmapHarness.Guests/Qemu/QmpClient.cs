using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RmapHarness.Guests.Qemu;

/// <summary>QEMU's control socket (QMP): one JSON object a line. Not thread-safe: one command at a time.</summary>
internal sealed class QmpClient : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly NetworkStream stream;
    private readonly StreamReader reader;

    private QmpClient(NetworkStream stream)
    {
        this.stream = stream;
        reader = new StreamReader(stream);
    }

    /// <summary>Connects, reads the greeting and leaves the negotiation.</summary>
    /// <param name="path">The unix socket; waited for while it is not there.</param>
    /// <param name="deadline">How long all of it may take.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="QmpException">Nobody answers in time, or not in QMP.</exception>
    public static Task<QmpClient> ConnectAsync(string path, TimeSpan deadline, CancellationToken cancellation) =>
        WithinAsync(deadline, $"no QMP on {path}", async limit =>
        {
            var client = new QmpClient(new NetworkStream(await OpenAsync(path, limit).ConfigureAwait(false), ownsSocket: true));
            try
            {
                if (await client.ReadAsync(limit).ConfigureAwait(false) is not { } greeting || greeting["QMP"] is null)
                    throw new QmpException("the socket does not greet as QMP does");
                await client.ExecuteAsync("qmp_capabilities", null, limit).ConfigureAwait(false);
                return client;
            }
            catch
            {
                await client.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }, cancellation);

    /// <summary>Executes a command.</summary>
    /// <param name="command">Its name, such as query-status.</param>
    /// <param name="arguments">Its arguments, or null.</param>
    /// <param name="deadline">How long the answer may take.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>The value of "return".</returns>
    /// <exception cref="QmpException">QEMU refuses, or does not answer in time.</exception>
    public Task<JsonNode> ExecuteAsync(string command, JsonObject? arguments, TimeSpan deadline, CancellationToken cancellation) =>
        WithinAsync(deadline, $"no answer to {command}", limit => ExecuteAsync(command, arguments, limit), cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<T> WithinAsync<T>(
        TimeSpan deadline, string complaint, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        try
        {
            return await work(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new QmpException($"{complaint} within {deadline.TotalSeconds:0} s");
        }
        catch (IOException failure)
        {
            throw new QmpException($"{complaint}: {failure.Message}", failure);
        }
    }

    private static async Task<Socket> OpenAsync(string path, CancellationToken limit)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limit).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(PollInterval, limit).ConfigureAwait(false);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task<JsonNode> ExecuteAsync(string command, JsonObject? arguments, CancellationToken limit)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
            request["arguments"] = arguments;
        await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(request), limit).ConfigureAwait(false);
        await stream.WriteAsync("\n"u8.ToArray(), limit).ConfigureAwait(false);
        while (true)
        {
            var answer = await ReadAsync(limit).ConfigureAwait(false);
            if (answer["return"] is { } value)
                return value;
            if (answer["error"] is { } error)
                throw new QmpException($"QEMU refuses {command}: {error["desc"]}");
            // Anything else is an event, of which none is of interest here.
        }
    }

    private async Task<JsonObject> ReadAsync(CancellationToken limit)
    {
        var line = await reader.ReadLineAsync(limit).ConfigureAwait(false) ?? throw new QmpException("QEMU closed its control socket");
        try
        {
            return JsonNode.Parse(line) as JsonObject ?? throw new QmpException($"not QMP: {line}");
        }
        catch (JsonException failure)
        {
            throw new QmpException($"not QMP: {line}", failure);
        }
    }
}
