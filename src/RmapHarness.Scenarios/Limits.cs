namespace RmapHarness.Scenarios;

/// <summary>What a scenario file may cost. They are far above what a person writes, and keep a hostile file cheap.</summary>
public static class Limits
{
    /// <summary>Largest file, in bytes.</summary>
    public const int FileBytes = 256 * 1024;

    /// <summary>Longest name of a scenario, in characters.</summary>
    public const int Name = 80;

    /// <summary>Deepest nesting of YAML collections.</summary>
    public const int Depth = 12;

    /// <summary>Most YAML nodes in a file.</summary>
    public const int Nodes = 50_000;

    /// <summary>Most scenarios that one <c>for-each</c> makes.</summary>
    public const int Expansions = 256;

    /// <summary>Most steps of one scenario.</summary>
    public const int Steps = 2_000;

    /// <summary>Most processes of one scenario, the first one included.</summary>
    public const int Processes = 128;

    /// <summary>Most files of one scenario; the agent has descriptors for so many.</summary>
    public const int Files = 64;

    /// <summary>Most terms of one size, as in <c>1 pmd + 3 pages</c>.</summary>
    public const int Terms = 16;

    /// <summary>Largest number that a size is written with.</summary>
    public const long Number = 1L << 40;
}
