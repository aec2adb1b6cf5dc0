using System.Text;

namespace RmapHarness.Guests.Tests.Direct;

/// <summary>What was reported, at once and in its order.</summary>
internal sealed class Notes : IProgress<string>
{
    private readonly StringBuilder text = new();

    public string Text
    {
        get
        {
            lock (text)
                return text.ToString();
        }
    }

    public void Report(string value)
    {
        lock (text)
            text.Append(value).Append('\n');
    }
}
