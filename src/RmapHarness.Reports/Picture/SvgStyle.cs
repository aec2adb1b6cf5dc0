namespace RmapHarness.Reports.Picture;

/// <summary>The looks of a picture, in light and in dark.</summary>
internal static class SvgStyle
{
    /// <summary>Number of colours; folios beyond take them again.</summary>
    public const int Colours = 8;

    /// <summary>The style sheet; it touches nothing outside elements of the class <c>rmap-picture</c>.</summary>
    public const string Sheet = """
        .rmap-picture { font: 13px system-ui, sans-serif; --ink: #1b1f24; --soft: #59636e; --line: #8c959f; --paper: #ffffff; background: var(--paper) }
        .rmap-picture text { fill: var(--ink) }
        .rmap-picture .head { font-weight: 600; font-size: 14px }
        .rmap-picture .mono { font-family: ui-monospace, monospace; font-size: 12px }
        .rmap-picture .axis { fill: var(--soft); font-size: 11px; text-anchor: middle }
        .rmap-picture .count { fill: #10151a; font-weight: 600; text-anchor: middle }
        .rmap-picture .grid { stroke: var(--line); stroke-width: 0.6 }
        .rmap-picture .tick { stroke: #10151a; stroke-width: 0.6; opacity: 0.45 }
        .rmap-picture .cell { stroke: #10151a; stroke-width: 1 }
        .rmap-picture .entry { fill: none; stroke: #10151a; stroke-width: 3; pointer-events: none }
        .rmap-picture .none { fill: none; stroke: var(--line); stroke-width: 1; stroke-dasharray: 3 3 }
        .rmap-picture .zero { fill: #c9cdd2; stroke: #10151a; stroke-width: 1; stroke-dasharray: 1 2 }
        .rmap-picture .swapped { fill: #f3e6c4; stroke: #10151a; stroke-width: 1; stroke-dasharray: 6 2 }
        .rmap-picture .left-out { fill: none; stroke: none; pointer-events: all }
        .rmap-picture .hatch { stroke: #10151a; stroke-width: 1.4; opacity: 0.45 }
        .rmap-picture .f0 { fill: #8fc1e8 } .rmap-picture .f1 { fill: #f4b37a } .rmap-picture .f2 { fill: #9fd39b } .rmap-picture .f3 { fill: #d7b0e3 }
        .rmap-picture .f4 { fill: #f2a3ab } .rmap-picture .f5 { fill: #e8d67a } .rmap-picture .f6 { fill: #8fd4cf } .rmap-picture .f7 { fill: #c8b69a }
        @media (prefers-color-scheme: dark) {
        .rmap-picture { --ink: #e6edf3; --soft: #9da7b1; --line: #6e7681; --paper: #0d1117 }
        .rmap-picture .cell, .rmap-picture .entry { stroke: #e6edf3 }
        }
        """;
}
