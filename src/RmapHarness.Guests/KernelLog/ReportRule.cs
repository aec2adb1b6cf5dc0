using System.Text.RegularExpressions;

namespace RmapHarness.Guests.KernelLog;

/// <summary>How a report begins, and what it is called.</summary>
/// <param name="Kind">The kind of report.</param>
/// <param name="Pattern">Its first line, without time stamp. The group <c>at</c> names the function, if that line does.</param>
/// <param name="Title">The title; <c>$name</c> stands for a group of the pattern.</param>
/// <param name="NamesFunction">Whether the title ends in the function that the report is about.</param>
internal sealed record ReportRule(ReportKind Kind, Regex Pattern, string Title, bool NamesFunction = true)
{
    /// <summary>A further line of the report that the title needs; its groups add to those of <see cref="Pattern"/>.</summary>
    public Regex? Detail { get; init; }
}
