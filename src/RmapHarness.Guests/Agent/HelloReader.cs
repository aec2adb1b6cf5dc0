using System.Text;

namespace RmapHarness.Guests.Agent;

/// <summary>Reads the agent's hello.</summary>
internal static class HelloReader
{
    private const long ProtocolVersion = 1;

    /// <summary>Reads lines up to <c>ready</c>.</summary>
    /// <exception cref="ProtocolException">Another line, an end, or silence.</exception>
    public static async Task<AgentHello> ReadAsync(AnswerReader answers, Deadline deadline, CancellationToken cancellation)
    {
        var draft = new Draft();
        while (!draft.Ready)
        {
            var line = await answers.ReadLineAsync(deadline, cancellation).ConfigureAwait(false);
            try
            {
                draft.Add(line.Span);
            }
            catch (FormatException e)
            {
                throw new ProtocolException($"not an agent's hello: {e.Message}", e);
            }
        }

        return draft.Finish();
    }

    private sealed class Draft
    {
        private readonly List<AgentSetting> settings = [];
        private readonly List<string> absent = [];
        private readonly Dictionary<string, string> features = new(StringComparer.Ordinal);
        private string? release;
        private string? machine;
        private long pageSize;
        private long? pmdSize;
        private bool greeted;

        public bool Ready { get; private set; }

        public void Add(ReadOnlySpan<byte> line)
        {
            var words = new Words(line);
            var word = words.NextText();
            if (word == "failed")
                throw new ProtocolException($"the agent failed: {Encoding.UTF8.GetString(words.Rest)}");
            if (!greeted && word != "hello")
                throw words.Malformed("no hello");
            Take(word, ref words);
            words.End();
        }

        public AgentHello Finish()
        {
            if (release is null || machine is null || pmdSize is null || pageSize <= 0 || !long.IsPow2(pageSize))
                throw new ProtocolException("the agent's hello lacks release, machine, pagesize or pmdsize");
            return new AgentHello(release, machine, pageSize, pmdSize.Value, settings, absent, features);
        }

        private void Take(string word, ref Words words)
        {
            switch (word)
            {
                case "hello":
                    if (words.NextDecimal() != ProtocolVersion)
                        throw words.Malformed($"not version {ProtocolVersion} of the protocol");
                    greeted = true;
                    break;
                case "release":
                    release = words.NextText();
                    break;
                case "machine":
                    machine = words.NextText();
                    break;
                case "pagesize":
                    pageSize = words.NextDecimal();
                    break;
                case "pmdsize":
                    pmdSize = words.NextDecimal();
                    break;
                case "setting":
                    settings.Add(new AgentSetting(words.NextText(), words.NextText(), words.NextText()));
                    break;
                case "absent":
                    absent.Add(words.NextText());
                    break;
                case "fact":
                    features[words.NextText()] = words.NextText();
                    break;
                case "ready":
                    Ready = true;
                    break;
                default:
                    throw words.Malformed("unknown word");
            }
        }
    }
}
