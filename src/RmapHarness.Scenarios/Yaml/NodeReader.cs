using RmapHarness.Scenarios.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>Reads the one document of a file. Anchors, aliases and tags are refused, so nothing can grow while it is read.</summary>
internal sealed class NodeReader
{
    private readonly SourceText source;
    private readonly Diagnostics diagnostics;
    private readonly Parser parser;
    private int nodes;

    private NodeReader(SourceText source, Diagnostics diagnostics)
    {
        this.source = source;
        this.diagnostics = diagnostics;
        parser = new Parser(new StringReader(source.Text));
    }

    /// <summary>The document's root; null after reporting what is wrong.</summary>
    public static Node? Read(SourceText source, Diagnostics diagnostics)
    {
        try
        {
            return new NodeReader(source, diagnostics).ReadDocument();
        }
        catch (RefusedException refused)
        {
            diagnostics.Add(refused.Mark, refused.Message);
        }
        catch (YamlException invalid)
        {
            diagnostics.Add(MarkOf(invalid.Start), $"this is not valid YAML: {Printable.Clean(invalid.Message)}{Hint(invalid)}");
        }

        return null;
    }

    // The two YAML rules that authors break most; the parser names neither.
    private static string Hint(YamlException invalid) =>
        invalid.Message.Contains("invalid mapping", StringComparison.Ordinal)
            ? " Text with ': ' in it needs quotes; keys of one mapping begin in the same column."
            : "";

    private Node ReadDocument()
    {
        Next();
        if (Next() is not DocumentStart start)
            throw new RefusedException(SourceMark.Start, "the file is empty");
        RefuseDirectives(MarkOf(start.Start).Line);
        var root = ReadNode(Next(), 1);
        Next();
        if (Next() is DocumentStart second)
            throw new RefusedException(MarkOf(second.Start), "a file has one document: the second begins here");
        return root;
    }

    private void RefuseDirectives(int lastLine)
    {
        for (var line = 1; line <= lastLine; line++)
        {
            if (source.Line(line).StartsWith('%'))
                throw new RefusedException(new SourceMark(line, 1), "a scenario has no YAML directives");
        }
    }

    private Node ReadNode(ParsingEvent found, int depth)
    {
        var mark = MarkOf(found.Start);
        if (found is AnchorAlias)
            throw new RefusedException(mark, "a scenario has no YAML aliases");
        if (found is NodeEvent { Anchor.IsEmpty: false })
            throw new RefusedException(mark, "a scenario has no YAML anchors");
        if (found is NodeEvent { Tag.IsEmpty: false })
            throw new RefusedException(mark, "a scenario has no YAML tags");
        if (depth > Limits.Depth)
            throw new RefusedException(mark, $"this is nested deeper than {Limits.Depth} levels");
        if (++nodes > Limits.Nodes)
            throw new RefusedException(mark, $"the file has more than {Limits.Nodes} values");
        return found switch
        {
            Scalar scalar => ReadScalar(scalar, mark),
            SequenceStart => ReadSequence(mark, depth),
            MappingStart => ReadMapping(mark, depth),

            // YamlDotNet ends some broken mappings where their value should be.
            _ => throw new RefusedException(mark, "this is not valid YAML: a value is missing here"),
        };
    }

    private ScalarNode ReadScalar(Scalar scalar, SourceMark mark)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        var textMark = isPlain ? mark : mark with { Column = mark.Column + 1 };
        var line = source.Line(mark.Line);
        var isLiteral = textMark.Column <= line.Length
            && line.AsSpan(textMark.Column - 1).StartsWith(scalar.Value, StringComparison.Ordinal);
        return new ScalarNode(mark, scalar.Value, isPlain, isLiteral ? textMark : null);
    }

    private SequenceNode ReadSequence(SourceMark mark, int depth)
    {
        var items = new List<Node>();
        for (var next = Next(); next is not SequenceEnd; next = Next())
            items.Add(ReadNode(next, depth + 1));
        return new SequenceNode(mark, items);
    }

    private MappingNode ReadMapping(SourceMark mark, int depth)
    {
        var entries = new List<KeyValuePair<ScalarNode, Node>>();
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            if (ReadNode(next, depth + 1) is not ScalarNode key)
                throw new RefusedException(MarkOf(next.Start), "a key is one word or sentence, not a list or mapping");
            entries.Add(new(key, ReadNode(Next(), depth + 1)));
        }

        var mapping = new MappingNode(mark, entries);
        DuplicateKeys.Report(mapping, diagnostics);
        return mapping;
    }

    private ParsingEvent Next()
    {
        try
        {
            return parser.MoveNext() ? parser.Current! : throw new RefusedException(SourceMark.Start, "this is not valid YAML: it ends too early");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner throws this for a list item inside braces.
            var last = parser.Current is { } current ? MarkOf(current.End) : SourceMark.Start;
            throw new RefusedException(last, "what follows is not valid YAML: is a brace, bracket or quote not closed?");
        }
    }

    private static SourceMark MarkOf(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
