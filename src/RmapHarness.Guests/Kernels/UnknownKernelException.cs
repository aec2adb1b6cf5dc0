namespace RmapHarness.Guests.Kernels;

/// <summary>Neither the catalogue nor the file system has a kernel of that name. A bad argument: the command ends with status 2.</summary>
public sealed class UnknownKernelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="suggestion">What was probably meant, or null.</param>
    public UnknownKernelException(string name, string? suggestion)
        : base($"no kernel '{name}': neither in the catalogue nor a file" + (suggestion is null ? "" : $"; did you mean '{suggestion}'?"))
    {
    }
}
