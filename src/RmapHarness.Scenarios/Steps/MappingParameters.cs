using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The parameters that all steps have that map memory.</summary>
internal static class MappingParameters
{
    public static Parameter<Choice<MapFlags>> Kind { get; } = Parameter<Choice<MapFlags>>.Required(
        "kind",
        new ChoiceType<MapFlags>(
            ("anon", MapFlags.Private | MapFlags.Anonymous),
            ("shared-anon", MapFlags.Shared | MapFlags.Anonymous)),
        "Private anonymous memory, or shared anonymous memory (shmem).").Sampled(1, "anon", "anon", "anon", "anon", "shared-anon");

    public static Parameter<Choice<Protection>> Prot { get; } =
        Parameter<Choice<Protection>>.Optional("prot", ProtectionParameter.Type, "rw", "PROT_* bits.").Sampled(8, "r", "none", "rx");

    public static Parameter<Choice<MapFlags>> Fill { get; } = Parameter<Choice<MapFlags>>.Optional(
        "fill",
        new ChoiceType<MapFlags>(("none", MapFlags.None), ("populate", MapFlags.Populate), ("locked", MapFlags.Locked)),
        "none",
        "MAP_POPULATE, MAP_LOCKED, or neither.").Sampled(6, "populate", "locked");

    public static Parameter<Choice<MapFlags>> Reserve { get; } = Parameter<Choice<MapFlags>>.Optional(
        "reserve",
        new ChoiceType<MapFlags>(("yes", MapFlags.None), ("no", MapFlags.NoReserve)),
        "yes",
        "Whether it counts against overcommit; no is MAP_NORESERVE.").Sampled(12, "no");

    /// <summary>The MAP_* bits of a step's arguments.</summary>
    public static MapFlags FlagsOf(StepArguments arguments) =>
        arguments.Get(Kind).Value | arguments.Get(Fill).Value | arguments.Get(Reserve).Value;
}
