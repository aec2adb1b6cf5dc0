namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>A system call that names a file by its descriptor.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program, from 0 to 63; the processes that have it open are its creator and all that were forked
/// from it since.</param>
public abstract record FileOperation(int Process, int File) : Operation(Process);
