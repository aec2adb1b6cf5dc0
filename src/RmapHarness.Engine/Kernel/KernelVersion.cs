using System.Globalization;

namespace RmapHarness.Engine.Kernel;

/// <summary>The number of a kernel release: the first three numbers of uname -r.</summary>
/// <param name="Major">7 of 7.3.4.</param>
/// <param name="Minor">3 of 7.3.4.</param>
/// <param name="Patch">4 of 7.3.4; 0 if there is none.</param>
public readonly record struct KernelVersion(int Major, int Minor, int Patch = 0) : IComparable<KernelVersion>
{
    /// <summary>Reads the number at the start of uname -r, such as <c>7.3.4+deb13-cloud-amd64</c>.</summary>
    /// <exception cref="FormatException">The text does not begin with two numbers.</exception>
    public static KernelVersion Parse(string release)
    {
        ArgumentNullException.ThrowIfNull(release);
        Span<int> numbers = stackalloc int[3];
        var at = 0;
        for (var i = 0; i < 3; i++)
        {
            var begin = at;
            while (at < release.Length && char.IsAsciiDigit(release[at]))
                at++;
            if (!int.TryParse(release.AsSpan(begin, at - begin), NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                if (i < 2)
                    throw new FormatException($"'{release}' does not begin with a kernel version");
                break;
            }

            if (at >= release.Length || release[at] != '.')
            {
                if (i < 1)
                    throw new FormatException($"'{release}' does not begin with a kernel version");
                break;
            }

            at++;
        }

        return new KernelVersion(numbers[0], numbers[1], numbers[2]);
    }

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Release order.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    /// <summary>Release order.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    /// <summary>Release order.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Release order.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
