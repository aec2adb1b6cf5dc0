using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using NUnit.Framework;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>vm/agent/pack.c against <see cref="UnpackingStream"/>.</summary>
public sealed class PackTests
{
    // Blocks in: four bytes of length and the bytes. Blocks out as the agent writes them. Status 1: one was longer than it may be.
    private const string Driver =
        """
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include "pack.h"
        #include "pages.h"
        void *pages_alloc(size_t size) { return calloc(1, size); }
        int main(void)
        {
            static char window[64 << 20];
            size_t from = 0;
            uint32_t length;
            while (fread(&length, sizeof(length), 1, stdin) == 1) {
                char *packed = malloc(pack_bound(length));
                if (from + length > sizeof(window) || fread(window + from, 1, length, stdin) != length)
                    return 2;
                size_t size = pack(window, UINT32_MAX - 100000, from, from + length, packed);
                if (size > pack_bound(length))
                    return 1;
                printf("packed %zu %u\n", size, length);
                fwrite(packed, 1, size, stdout);
                free(packed);
                from += length;
            }
            return 0;
        }
        """;

    [Test]
    public async Task What_is_packed_is_unpacked()
    {
        var blocks = Blocks().ToList();
        Assert.That(await ThroughAsync(blocks), Is.EqualTo(blocks.SelectMany(block => block).ToArray()));
    }

    [Test]
    public async Task What_blocks_have_in_common_is_said_once()
    {
        var random = new Random(2);
        var block = new byte[10000];
        random.NextBytes(block);
        var far = new byte[PackedBlock.MaxHistory];
        random.NextBytes(far);
        Assert.That((await PackAsync([block, block])).Length, Is.LessThan(block.Length * 11 / 10));
        Assert.That(await ThroughAsync([block, block, far, block]), Is.EqualTo(new[] { block, block, far, block }.SelectMany(bytes => bytes).ToArray()));
    }

    [Test]
    public async Task Answers_become_a_tenth()
    {
        var entry = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(_ => Smaps.Entry)));
        Assert.That((await PackAsync([entry])).Length, Is.LessThan(entry.Length / 10));
    }

    private static IEnumerable<byte[]> Blocks()
    {
        var random = new Random(1);
        for (var length = 1; length <= 40; length++)
        {
            yield return Filled(length, _ => (byte)'a');
            yield return Filled(length, i => (byte)(i % 7));
            yield return Filled(length, _ => (byte)random.Next(256));
        }

        foreach (var length in new[] { 4095, 16383, 16384, 20000, PackedBlock.MaxLength })
        {
            yield return Filled(length, _ => (byte)random.Next(256));
            yield return Filled(length, _ => 0);
            yield return Filled(length, i => (byte)(i / 3 % 5));
            // Long literals between repetitions of six bytes: the most that packing can add.
            yield return Filled(length, i => i % 140 < 6 ? (byte)i : (byte)random.Next(256));
            yield return Filled(length, i => i < length / 2 ? (byte)random.Next(256) : (byte)(i % 251));
        }

        byte[] Filled(int length, Func<int, byte> at)
        {
            var bytes = new byte[length];
            for (var i = 0; i < length; i++)
                bytes[i] = at(i);
            return bytes;
        }
    }

    private static async Task<byte[]> ThroughAsync(IReadOnlyList<byte[]> blocks)
    {
        await using var unpacking = new UnpackingStream(new MemoryStream(await PackAsync(blocks)));
        using var all = new MemoryStream();
        await unpacking.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task<byte[]> PackAsync(IReadOnlyList<byte[]> blocks)
    {
        var directory = Directory.CreateTempSubdirectory("rmapharness-pack-");
        try
        {
            var (source, program) = (Path.Combine(directory.FullName, "driver.c"), Path.Combine(directory.FullName, "driver"));
            await File.WriteAllTextAsync(source, Driver);
            await RunAsync(new ProcessStartInfo("cc", ["-O2", "-I", AgentBinary.Sources, "-o", program, source, Path.Combine(AgentBinary.Sources, "pack.c")]), []);
            var input = blocks.SelectMany(block =>
            {
                var length = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(length, block.Length);
                return length.Concat(block);
            });
            return await RunAsync(new ProcessStartInfo(program), [.. input]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<byte[]> RunAsync(ProcessStartInfo start, byte[] input)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var read = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await read.WaitAsync(LocalAgent.Ample);
        await process.WaitForExitAsync().WaitAsync(LocalAgent.Ample);
        Assert.That(process.ExitCode, Is.Zero, start.FileName);
        return output.ToArray();
    }
}
