using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Terminal;

/// <summary>A kernel in one line.</summary>
public static class KernelTitle
{
    /// <summary>Release, and in brackets what the model's answers depend on.</summary>
    public static string Of(KernelUnderTest kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var profile = kernel.Profile;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{kernel.Release} ({profile.Architecture.Name()}, {profile.Geometry.PageSize >> 10} KiB pages, {Words.Of(profile.Scheme)}, {Words.Of(profile.Tracker)}, {kernel.Accelerator})");
    }
}
