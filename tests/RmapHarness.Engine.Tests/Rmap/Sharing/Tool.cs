using System.ComponentModel;
using System.Diagnostics;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>Runs a program of the machine to its end, with a deadline.</summary>
internal static class Tool
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Returns what it printed; fails the test if it is not there, fails or does not end.</summary>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="name">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<string> Run(string package, string directory, string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start, package);
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            var text = await output + await errors;
            Assert.That(process.ExitCode, Is.Zero, $"{name} failed:\n{text}");
            return text;
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException($"{name} did not end in {Deadline}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start, string package)
    {
        try
        {
            return Process.Start(start) ?? throw new AssertionException($"{start.FileName} did not start");
        }
        catch (Win32Exception e)
        {
            throw new AssertionException($"this test needs {start.FileName} (Debian package {package}): {e.Message}", e);
        }
    }
}
