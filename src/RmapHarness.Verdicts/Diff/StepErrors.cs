using System.Globalization;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Names for the results of operations.</summary>
internal static class StepErrors
{
    private static readonly Dictionary<int, string> Names = new()
    {
        [0] = "success",
        [1] = "EPERM",
        [2] = "ENOENT",
        [4] = "EINTR",
        [9] = "EBADF",
        [11] = "EAGAIN",
        [12] = "ENOMEM",
        [13] = "EACCES",
        [14] = "EFAULT",
        [16] = "EBUSY",
        [17] = "EEXIST",
        [22] = "EINVAL",
        [38] = "ENOSYS",
        [95] = "EOPNOTSUPP",
        [-4] = "SIGILL",
        [-5] = "SIGTRAP",
        [-6] = "SIGABRT",
        [-7] = "SIGBUS",
        [-9] = "SIGKILL",
        [-11] = "SIGSEGV",
    };

    /// <summary>The name of a result with its number, or the number where no name is known.</summary>
    public static string Describe(int errno)
    {
        var number = errno.ToString(CultureInfo.InvariantCulture);
        return errno == 0 ? Names[0] : Names.TryGetValue(errno, out var name) ? $"{name} ({number})" : number;
    }
}
