using System.Security.Cryptography;
using System.Text;

namespace RmapHarness.Guests.Image;

/// <summary>A name for "made from exactly these inputs".</summary>
internal sealed class ContentHash
{
    private const int Digits = 16;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a word, with an end mark, so that two words are not the same as one.</summary>
    public ContentHash Add(string word)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(word + '\0'));
        return this;
    }

    /// <summary>Adds a file's bytes.</summary>
    public ContentHash AddFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        hash.AppendData(SHA256.HashData(file));
        return this;
    }

    /// <summary>What was added so far, as 16 hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(hash.GetCurrentHash())[..Digits];
}
