namespace RmapHarness.Guests.Host;

/// <summary>Where the project's own vm folder is: kernel catalogue, agent sources, the guest's init.</summary>
public static class HarnessFiles
{
    /// <summary>The vm folder: $RMAPHARNESS_HOME/vm, or that of the folder above the program that has one.</summary>
    /// <exception cref="TargetUnavailableException">There is none.</exception>
    public static string VmDirectory()
    {
        if (Environment.GetEnvironmentVariable("RMAPHARNESS_HOME") is { Length: > 0 } home)
            return Existing(Path.Combine(home, "vm")) ?? throw new TargetUnavailableException($"RMAPHARNESS_HOME={home} has no vm/kernels.yaml");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "vm")) is { } vm)
                return vm;
        }

        throw new TargetUnavailableException($"no vm folder above {AppContext.BaseDirectory}: set RMAPHARNESS_HOME to the project's root");
    }

    private static string? Existing(string vm) => File.Exists(Path.Combine(vm, "kernels.yaml")) ? vm : null;
}
