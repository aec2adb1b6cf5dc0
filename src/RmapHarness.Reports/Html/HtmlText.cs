using System.Net;
using System.Text;

namespace RmapHarness.Reports.Html;

/// <summary>Writes HTML: what goes in as text comes out as text.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder text = new();

    /// <summary>Text as HTML has it, also within quotes.</summary>
    public static string Escape(string value) => WebUtility.HtmlEncode(value);

    /// <summary>Adds markup as it is.</summary>
    public HtmlText Raw(string markup)
    {
        text.Append(markup).Append('\n');
        return this;
    }

    /// <summary>Adds an element that holds text.</summary>
    /// <param name="tag">Its name, with its attributes.</param>
    /// <param name="content">The text.</param>
    public HtmlText Element(string tag, string content) => Raw($"<{tag}>{Escape(content)}</{tag.Split(' ')[0]}>");

    /// <summary>Adds a row of a table.</summary>
    /// <param name="heading">What the row is about.</param>
    /// <param name="cells">The rest, as text.</param>
    public HtmlText Row(string heading, params string[] cells) =>
        Raw($"<tr><th scope=\"row\">{Escape(heading)}</th>{string.Concat(cells.Select(cell => $"<td>{Escape(cell)}</td>"))}</tr>");

    /// <summary>Begins a table. What scrolls can be reached by keyboard; it is no landmark, of which there would be hundreds.</summary>
    public HtmlText Table(string id, string caption, params string[] columns) => Raw(
        $"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{Escape(caption)}\"><table id=\"{id}\"><caption>{Escape(caption)}</caption><thead><tr>"
        + string.Concat(columns.Select(column => $"<th scope=\"col\">{Escape(column)}</th>")) + "</tr></thead><tbody>");

    /// <summary>Ends a table.</summary>
    public HtmlText EndTable() => Raw("</tbody></table></div>");

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
