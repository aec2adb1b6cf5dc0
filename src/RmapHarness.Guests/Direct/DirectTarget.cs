namespace RmapHarness.Guests.Direct;

/// <summary>The written names of machines that are not QEMU: <c>local</c> and <c>ssh:USER@HOST</c>.</summary>
public static class DirectTarget
{
    /// <summary>This machine.</summary>
    public const string Local = "local";

    /// <summary>What a machine's name begins with if ssh reaches it.</summary>
    public const string SshPrefix = "ssh:";

    /// <summary>Whether a kernel of that name is a machine's own.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == Local || DestinationOf(name) is not null;
    }

    /// <summary>Whether the name means to be one but has nothing after the colon that ssh could be given.</summary>
    public static bool IsMalformed(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(SshPrefix, StringComparison.Ordinal) && DestinationOf(name) is null;
    }

    /// <summary>What ssh is to be given, or null if it is no such name. An option is no destination.</summary>
    internal static string? DestinationOf(string name)
    {
        if (!name.StartsWith(SshPrefix, StringComparison.Ordinal))
            return null;
        var destination = name[SshPrefix.Length..];
        return destination.Length > 0 && destination[0] != '-' && destination[^1] != '@' && !destination.Any(char.IsWhiteSpace) ? destination : null;
    }
}
