using System.Buffers.Binary;
using System.Text;

namespace RmapHarness.Guests.Tests.Kernels;

/// <summary>Makes files that look like x86 kernels.</summary>
internal static class BzImages
{
    /// <summary>Two setup sectors and 4 KiB of kernel; its version's text is at 0x300.</summary>
    public static byte[] Make(string version = "6.1.0-test (me@here) #1")
    {
        var image = new byte[(3 * 512) + 4096];
        image[0x1F1] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x1F4), 4096 / 16);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x1FE), 0xAA55);
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        image[0x211] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x20E), 0x300 - 512);
        Encoding.ASCII.GetBytes(version + "\0").CopyTo(image.AsSpan(0x300));
        return image;
    }
}
