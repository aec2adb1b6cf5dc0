using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Kernels;

/// <summary>A kernel of the catalogue that is built here.</summary>
/// <param name="Name">What --kernel and the build call it.</param>
/// <param name="Source">The Debian suite whose newest kernel source it is built from.</param>
/// <param name="Architecture">What it runs on.</param>
/// <param name="Fragments">Names of configuration fragments in vm/configs, a later one overriding an earlier one.</param>
/// <param name="About">A few words for a list; may be empty.</param>
public sealed record KernelRecipe(string Name, string Source, Architecture Architecture, IReadOnlyList<string> Fragments, string About);
