using System.Globalization;
using System.Text;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Writes numbers by their names as C tables.</summary>
internal static class FieldCode
{
    /// <summary>The fields that are present.</summary>
    public static IEnumerable<(string Name, long Value)> Of<TField>(FieldValues<TField> values)
        where TField : struct, Enum => FieldNames.All<TField>().Where(values.Has).Select(field => (field.ToString(), values[field]));

    /// <summary>Writes a table.</summary>
    public static void Add(StringBuilder code, string name, IEnumerable<(string Name, long Value)> fields)
    {
        var values = fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{{ \"{field.Name}\", {field.Value} }}"));
        code.Append($"static const struct field {name}[] = {{\n");
        foreach (var line in values.Chunk(5))
            code.Append($"\t{string.Join(", ", line)},\n");
        code.Append("};\n");
    }

    /// <summary>A table and its length as two initializers; a table without elements does not exist.</summary>
    public static string Table(int count, string name) =>
        count == 0 ? "NULL, 0" : string.Create(CultureInfo.InvariantCulture, $"{name}, {count}");
}
