using System.Reflection;
using System.Xml.Linq;

namespace RmapHarness.Testing;

/// <summary>The XML comments of an assembly, as text for a table of a page.</summary>
internal sealed class XmlComments
{
    private readonly Dictionary<string, XElement> summaries;

    /// <summary>Reads the file that the compiler wrote beside an assembly.</summary>
    public XmlComments(Assembly assembly) =>
        summaries = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    /// <summary>Names of the members of a kind ('P', 'F'…) of a type, in ordinal order.</summary>
    public IReadOnlyList<string> Members(char kind, Type type)
    {
        var prefix = $"{kind}:{type.FullName}.";
        return [.. summaries.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]).Order(StringComparer.Ordinal)];
    }

    /// <summary>The summary of a type.</summary>
    public string Of(Type type) => TextOf(summaries[$"T:{type.FullName}"]);

    /// <summary>The summary of a member.</summary>
    public string Of(char kind, Type type, string member) => TextOf(summaries[$"{kind}:{type.FullName}.{member}"]);

    /// <summary>The summary of a member of an enumeration.</summary>
    public string Of<TField>(TField field)
        where TField : struct, Enum => Of('F', typeof(TField), field.ToString());

    private static string TextOf(XElement summary)
    {
        var words = summary.Nodes().Select(node => node is XElement element ? $"`{(element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value)}`" : node.ToString());
        return string.Join(' ', string.Concat(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
    }
}
