using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli;

/// <summary>Everything outside the program that the commands use.</summary>
public sealed record CommandEnvironment
{
    /// <summary>stdout: results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>stderr: progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>A terminal is at the other end of stdout.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>A terminal is at the other end of stderr.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Width of the terminal in characters.</summary>
    public int Columns { get; init; } = 80;

    /// <summary>The value of NO_COLOR; null if it is not set.</summary>
    public string? NoColor { get; init; }

    /// <summary>The directory that holds scenarios/ and known-issues.yaml.</summary>
    public required string Root { get; init; }

    /// <summary>Where kernels run.</summary>
    public required ITarget Target { get; init; }

    /// <summary>The model.</summary>
    public required Func<KernelProfile, Engine.Kernel.Operations.Program, Trace> Predict { get; init; }
}
