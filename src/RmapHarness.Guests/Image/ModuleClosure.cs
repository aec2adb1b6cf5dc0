namespace RmapHarness.Guests.Image;

/// <summary>Which module files a driver needs, by depmod's modules.dep.</summary>
internal static class ModuleClosure
{
    /// <summary>The files of the drivers and of all they need, in an order in which they can be loaded.</summary>
    /// <param name="dependencies">The lines of modules.dep: "FILE: FILE…", what it needs, the innermost last.</param>
    /// <param name="drivers">Module names; one that has no line is built into the kernel, or the kernel does without.</param>
    /// <exception cref="FormatException">A line is not one of modules.dep.</exception>
    public static IReadOnlyList<string> Order(IEnumerable<string> dependencies, IReadOnlyList<string> drivers)
    {
        var needs = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var line in dependencies)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new FormatException($"not a line of modules.dep: {line}");
            needs[ModuleName(line[..colon])] =
                [.. line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse(), line[..colon]];
        }

        return [.. drivers.SelectMany(driver => needs.GetValueOrDefault(driver, [])).Distinct()];
    }

    /// <summary>The name that the kernel knows a module file by: virtio_rng of kernel/…/virtio-rng.ko.xz.</summary>
    public static string ModuleName(string file)
    {
        var name = Path.GetFileName(file);
        return name[..name.IndexOf(".ko", StringComparison.Ordinal)].Replace('-', '_');
    }
}
