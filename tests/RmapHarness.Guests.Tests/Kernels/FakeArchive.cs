using RmapHarness.Guests.Host;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

/// <summary>A Debian archive with one kernel, for whoever asks apt while it lives.</summary>
internal sealed class FakeArchive : IDisposable
{
    private const string Begin = """
        #!/bin/bash
        while [[ ${1-} == -* ]]; do
        	[ "$1" != -o ] || shift
        	shift
        done
        verb=$1
        shift
        cd "$(dirname "$0")/pool" || exit

        """;

    private const string AptGet = """
        work=$OLDPWD
        if [ "$verb" = indextargets ]; then
        	echo http://archive.invalid/debian trixie main
        	exit
        fi
        echo "$verb" >>../log
        if [ "$verb" = "$(cat ../broken 2>/dev/null)" ]; then
        	echo "E: $verb of archive.invalid does not work" >&2
        	exit 100
        fi
        [ "$verb" != download ] || for package; do cp "$package.deb" "$work" || exit; done
        """;

    private const string AptCache = """
        for package; do
        	[[ $package != -* ]] || continue
        	[ -e "$package.deb" ] || exit 100
        	case $verb in
        	show) dpkg-deb -f "$package.deb" Package Version && echo ;;
        	depends) dpkg-deb -f "$package.deb" Depends | sed 's/^/  Depends: /' ;;
        	esac
        done
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string? path = Environment.GetEnvironmentVariable("PATH");

    public FakeArchive()
    {
        Directory.CreateDirectory(folder.At("pool"));
        folder.Write("apt-get", Begin + AptGet, executable: true);
        folder.Write("apt-cache", Begin + AptCache, executable: true);
        Environment.SetEnvironmentVariable("PATH", $"{folder.Path}:{path}");
    }

    /// <summary>What apt-get was called for, in its order.</summary>
    public IReadOnlyList<string> Calls => File.Exists(folder.At("log")) ? File.ReadAllLines(folder.At("log")) : [];

    /// <summary>Lets one of apt-get's commands fail.</summary>
    public void Break(string command) => folder.Write("broken", command);

    /// <summary>Puts a kernel in the place of the one before.</summary>
    /// <param name="release">Its uname -r.</param>
    /// <param name="version">The version of its packages.</param>
    public async Task PublishAsync(string release, string version)
    {
        var root = Directory.CreateDirectory(folder.At($"root-{version}"));
        Directory.CreateDirectory(Path.Combine(root.FullName, "boot"));
        await File.WriteAllBytesAsync(Path.Combine(root.FullName, "boot", $"vmlinuz-{release}"), BzImages.Make($"{release} (me@here) #1"));
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "boot", $"config-{release}"), "CONFIG_PAGE_MAPCOUNT=y\n");
        var modules = Directory.CreateDirectory(Path.Combine(root.FullName, "usr", "lib", "modules", release)).FullName;
        foreach (var name in new[] { "modules.order", "modules.builtin" })
            await File.WriteAllTextAsync(Path.Combine(modules, name), "");
        await PackAsync(root.FullName, $"linux-image-{release}", version, "");
        await PackAsync(folder.At($"meta-{version}"), "linux-image-cloud-amd64", version, $"linux-image-{release}");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", path);
        folder.Dispose();
    }

    private async Task PackAsync(string root, string name, string version, string depends)
    {
        var control = Directory.CreateDirectory(Path.Combine(root, "DEBIAN")).FullName;
        var line = depends.Length > 0 ? $"Depends: {depends}\n" : "";
        await File.WriteAllTextAsync(
            Path.Combine(control, "control"), $"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: me <me@here>\n{line}Description: a kernel\n");
        await Tool.RunAsync("dpkg-deb", ["--build", root, folder.At($"pool/{name}.deb")], TimeSpan.FromMinutes(1), CancellationToken.None);
    }
}
