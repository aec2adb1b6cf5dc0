using System.Reflection;

namespace RmapHarness.Cli;

/// <summary>The version of this program.</summary>
internal static class HarnessVersion
{
    /// <summary>As the build gave it.</summary>
    public static string Text { get; } =
        typeof(HarnessVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
