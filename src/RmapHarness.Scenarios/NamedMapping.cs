namespace RmapHarness.Scenarios;

/// <summary>A mapping under the author's name, as it was made; what is unmapped of it later does not change this.</summary>
/// <param name="Name">The name; no two mappings of a scenario share one.</param>
/// <param name="Address">First byte.</param>
/// <param name="Length">Bytes.</param>
public sealed record NamedMapping(string Name, ulong Address, ulong Length)
{
    /// <summary>Whether it holds an address.</summary>
    public bool Holds(ulong address) => address >= Address && address - Address < Length;
}
