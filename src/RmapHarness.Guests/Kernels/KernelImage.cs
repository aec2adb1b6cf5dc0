using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Kernels;

/// <summary>A kernel on this machine, ready to be booted.</summary>
/// <param name="Name">What it was asked for by: a catalogue name or a path.</param>
/// <param name="Path">The image.</param>
/// <param name="Architecture">What it runs on.</param>
/// <param name="Release">Its uname -r, as its header has it.</param>
/// <param name="ModulesDirectory">The folder with its modules.dep, or null: then every driver it needs is built in.</param>
/// <param name="ConfigPath">Its build configuration, or null if not known.</param>
public sealed record KernelImage(
    string Name, string Path, Architecture Architecture, string Release, string? ModulesDirectory, string? ConfigPath)
{
    /// <summary>Its base page size in bytes.</summary>
    public long PageSize { get; init; } = 4096;

    /// <summary>
    /// The memory, in MiB, that a guest of it gets if nothing else is asked for. THPs grow with the square of the page size: a scenario has
    /// some twenty of 2 or 32 MiB, or fails to have as many of 512 MiB.
    /// </summary>
    public int MemoryMiB => PageSize switch { 4096 => 1024, 16384 => 3072, _ => 6144 };

    /// <summary>Whether an option such as CONFIG_NO_PAGE_MAPCOUNT is built in; null if the configuration is not known.</summary>
    public bool? IsBuiltIn(string option) =>
        ConfigPath is null ? null : File.ReadLines(ConfigPath).Contains($"{option}=y");
}
