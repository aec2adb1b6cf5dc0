namespace RmapHarness.Scenarios.Compiling;

/// <summary>A named mapping as it was made; what is unmapped of it later does not change this.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsKnown">False if the step that makes it is wrong: then its ranges are not checked.</param>
internal sealed record MappingState(ulong Address, ulong Length, bool IsKnown)
{
    public static MappingState Unknown { get; } = new(0, 0, false);
}
