using System.Globalization;
using System.Text;
using System.Xml;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Reports.Junit;

/// <summary>
/// Writes results as the JUnit XML that continuous integration systems read: a suite for each kernel, a case for each scenario. Only elements and
/// attributes that strict readers know, too (the schema junit-10 of Jenkins).
/// </summary>
public static class JunitFile
{
    /// <summary>Name of the file in the output directory.</summary>
    public const string Name = "junit.xml";

    private static readonly XmlWriterSettings Settings = new() { Indent = true, Encoding = new UTF8Encoding(false), CheckCharacters = false };

    /// <summary>Writes the file; another process sees all of it or none.</summary>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(string directory, ResultsDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, stream =>
        {
            using var xml = XmlWriter.Create(stream, Settings);
            Write(xml, document);
        });
        return path;
    }

    private static void Write(XmlWriter xml, ResultsDocument document)
    {
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "RmapHarness");
        var gone = document.Gaps.Where(gap => document.Kernels.All(kernel => kernel.Name != gap.Name)).ToList();
        WriteCounts(xml, document.Scenarios, gone.Count);
        foreach (var kernel in document.Kernels)
            WriteSuite(xml, kernel, [.. document.Scenarios.Where(scenario => scenario.Kernel == kernel.Name)]);
        foreach (var gap in gone)
            WriteGap(xml, gap);
        xml.WriteEndElement();
    }

    private static void WriteSuite(XmlWriter xml, KernelEntry kernel, List<ScenarioEntry> scenarios)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", kernel.Name);
        WriteCounts(xml, scenarios, 0);
        xml.WriteAttributeString("skipped", Number(scenarios.Count(scenario => OutcomeOf(scenario) == Outcome.Skipped)));
        xml.WriteStartElement("properties");
        foreach (var (name, value) in new[] { ("release", kernel.Release), ("arch", kernel.Arch), ("scheme", kernel.Scheme), ("sharing", kernel.Sharing), ("accel", kernel.Accel) })
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        foreach (var scenario in scenarios)
            WriteCase(xml, kernel, scenario);
        xml.WriteEndElement();
    }

    private static void WriteGap(XmlWriter xml, GapEntry gap)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", gap.Name);
        foreach (var (name, value) in new[] { ("tests", "1"), ("failures", "0"), ("errors", "0"), ("skipped", "1") })
            xml.WriteAttributeString(name, value);
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", gap.Name);
        xml.WriteAttributeString("name", "the kernel");
        xml.WriteStartElement("skipped");
        xml.WriteAttributeString("message", Printable($"not had: {gap.Reason}"));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, KernelEntry kernel, ScenarioEntry scenario)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", kernel.Name);
        xml.WriteAttributeString("name", scenario.Name);
        xml.WriteAttributeString("time", Seconds(scenario.DurationMs));
        var element = OutcomeOf(scenario) switch { Outcome.Failed => "failure", Outcome.Error => "error", Outcome.Skipped => "skipped", _ => null };
        if (element is not null)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("message", Printable(scenario.Crash ?? scenario.Reason));
            if (element != "skipped")
            {
                xml.WriteAttributeString("type", scenario.Verdict);
                xml.WriteString(Printable(EntryText.Of(scenario, kernel)));
            }

            xml.WriteEndElement();
        }
        else if (scenario.Reason.Length > 0)
        {
            xml.WriteElementString("system-out", Printable($"{scenario.Verdict}: {scenario.Reason}"));
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<ScenarioEntry> scenarios, int more)
    {
        xml.WriteAttributeString("tests", Number(scenarios.Count + more));
        xml.WriteAttributeString("failures", Number(scenarios.Count(scenario => OutcomeOf(scenario) == Outcome.Failed)));
        xml.WriteAttributeString("errors", Number(scenarios.Count(scenario => OutcomeOf(scenario) == Outcome.Error)));
        xml.WriteAttributeString("time", Seconds(scenarios.Sum(scenario => scenario.DurationMs)));
    }

    private static Outcome OutcomeOf(ScenarioEntry scenario) => scenario.Verdict switch
    {
        "pass" or "known-issue" or "fixed" => Outcome.Passed,
        "fail" or "flaky" => Outcome.Failed,
        "skipped" or "inconclusive" => Outcome.Skipped,
        _ => Outcome.Error,
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);

    // XML has no way to write a control character, or half a character.
    private static string Printable(string text) => string.Concat(text.Select(letter => XmlConvert.IsXmlChar(letter) ? letter : '?'));

    private enum Outcome
    {
        Passed,
        Failed,
        Skipped,
        Error,
    }
}
