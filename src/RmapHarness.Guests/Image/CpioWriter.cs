using System.Globalization;
using System.Text;

namespace RmapHarness.Guests.Image;

/// <summary>
/// Writes a cpio archive of the "newc" format, the one that the kernel unpacks an initramfs from
/// (Documentation/driver-api/early-userspace/buffer-format.rst). Everything belongs to root and has no time.
/// </summary>
/// <param name="output">Where the archive goes; not closed.</param>
internal sealed class CpioWriter(Stream output)
{
    private const uint RegularFile = 0x8000;
    private const uint FolderType = 0x4000;
    private const uint CharacterDevice = 0x2000;
    private const int Alignment = 4;

    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private uint inode;

    /// <summary>Adds a folder, and those above it that are not there yet.</summary>
    /// <param name="path">Path from the root, without a slash in front.</param>
    /// <param name="permissions">Mode bits without the type.</param>
    public void Folder(string path, uint permissions = 0b111_101_101)
    {
        if (!folders.Add(path))
            return;
        FolderAbove(path);
        Entry(path, FolderType | permissions, [], 0, 0);
    }

    /// <summary>Adds a file, and the folders above it.</summary>
    public void File(string path, uint permissions, ReadOnlySpan<byte> content)
    {
        FolderAbove(path);
        Entry(path, RegularFile | permissions, content, 0, 0);
    }

    /// <summary>Adds a character device, and the folders above it.</summary>
    public void Device(string path, uint permissions, uint major, uint minor)
    {
        FolderAbove(path);
        Entry(path, CharacterDevice | permissions, [], major, minor);
    }

    /// <summary>Ends the archive.</summary>
    public void Finish() => Entry("TRAILER!!!", 0, [], 0, 0);

    private void FolderAbove(string path)
    {
        var slash = path.LastIndexOf('/');
        if (slash > 0)
            Folder(path[..slash]);
    }

    private void Entry(string name, uint mode, ReadOnlySpan<byte> content, uint major, uint minor)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name + '\0');
        ReadOnlySpan<uint> fields =
        [
            inode++, mode, 0, 0, 1, 0, (uint)content.Length, 0, 0, major, minor, (uint)nameBytes.Length, 0,
        ];
        var header = new StringBuilder("070701", 110);
        foreach (var field in fields)
            header.Append(CultureInfo.InvariantCulture, $"{field:x8}");
        output.Write(Encoding.ASCII.GetBytes(header.ToString()));
        output.Write(nameBytes);
        Pad(header.Length + nameBytes.Length);
        output.Write(content);
        Pad(content.Length);
    }

    private void Pad(int length)
    {
        ReadOnlySpan<byte> zeros = [0, 0, 0, 0];
        output.Write(zeros[..(-length & (Alignment - 1))]);
    }
}
