using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The parameters of steps that are about a file.</summary>
internal static class FileParameter
{
    /// <summary>Bytes that a file's length is a multiple of: a page keeps both words of its token, or none.</summary>
    public const ulong SizeGranule = 16;

    public static Parameter<string> File { get; } = Parameter<string>.Required("file", FileType.Instance, "The file, which the process has open.");

    public static Parameter<Quantity> Size { get; } =
        Parameter<Quantity>.Required("size", SizeType.Instance, "Its length. Need not be whole pages: '2 pages + 1/2 KiB'.").Sampled(
            1, "0 pages", "1 page", "5 pages", "20 pages", "20 pages + 1/2 KiB", "1/2 pmd", "1 pmd", "1 pmd + 3 pages", "2 pmds");

    public static Parameter<Quantity> From { get; } = Parameter<Quantity>.Optional("from", SizeType.Instance, "0 pages", "First page in the file.")
        .Sampled(2, "1 page", "3 pages", "16 pages", "17 pages", "1/2 pmd", "1 pmd - 1 page", "1 pmd");

    public static Parameter<Quantity> Length { get; } =
        Parameter<Quantity>.Required("length", SizeType.Instance, "How much, in whole pages.")
            .Sampled(1, "1 page", "1 page", "2 pages", "5 pages", "16 pages", "1/2 pmd", "1 pmd");
}
