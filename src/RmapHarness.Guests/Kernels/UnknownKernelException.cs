using RmapHarness.Engine.Kernel;

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

    /// <summary>Creates the exception for a kernel that is there, but for another architecture than the one asked for.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="architecture">What it is for.</param>
    public UnknownKernelException(string name, Architecture architecture)
        : base($"the kernel '{name}' is for {architecture.Name()}")
    {
    }
}
