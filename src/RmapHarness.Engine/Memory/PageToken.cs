namespace RmapHarness.Engine.Memory;

/// <summary>What a store leaves in the first word of a page: one value for each operation and page, never 0, which a fresh page holds.</summary>
public static class PageToken
{
    private const int StepShift = 32;

    /// <summary>The token of one store. Tokens of neighbouring pages ascend by one.</summary>
    /// <param name="step">Index of the operation in the program, from 0.</param>
    /// <param name="page">Virtual page number that is stored to.</param>
    public static ulong Of(int step, long page) => ((ulong)(step + 1) << StepShift) | (uint)page;

    /// <summary>The operation that made a token; -1 for what is none.</summary>
    public static int StepOf(ulong token) => (int)(token >> StepShift) - 1;

    /// <summary>The lower 32 bits of the virtual page number that was stored to.</summary>
    public static uint PageOf(ulong token) => (uint)token;
}
