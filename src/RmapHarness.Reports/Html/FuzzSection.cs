using System.Globalization;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.Html;

/// <summary>The sessions of fuzzing; what they found is among the scenarios.</summary>
internal static class FuzzSection
{
    /// <summary>Writes it.</summary>
    public static void Write(HtmlText html, ResultsDocument results)
    {
        html.Raw("<section aria-labelledby=\"fuzzing\">").Raw("<h2 id=\"fuzzing\">Fuzzing</h2>");
        html.Table("sessions", "Sessions", "kernel", "seed", "end", "scenarios", "scenarios a second", "values", "states reached", "findings");
        foreach (var entry in results.Scenarios)
        {
            if (entry.Fuzz is { } fuzz)
                html.Row(entry.Kernel, fuzz.Seed.ToString(CultureInfo.InvariantCulture), fuzz.End, Number(fuzz.Scenarios), Number(Math.Round(fuzz.Rate, 1)), Number(entry.Compared), Number(fuzz.Cells), Number(fuzz.Found));
        }

        html.EndTable().Raw("</section>");
    }

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString("#,0.#", CultureInfo.InvariantCulture);
}
