namespace RmapHarness.Cli.Probing;

/// <summary>A short program whose trace tells kernels apart.</summary>
/// <param name="Name">What evidence calls it.</param>
/// <param name="Asks">What it finds out, in a few words.</param>
/// <param name="Program">The program.</param>
internal sealed record Probe(string Name, string Asks, Engine.Kernel.Operations.Program Program);
