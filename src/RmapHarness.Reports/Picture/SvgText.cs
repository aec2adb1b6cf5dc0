using System.Globalization;
using System.Security;
using System.Text;

namespace RmapHarness.Reports.Picture;

/// <summary>Writes elements of SVG.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder text = new();

    /// <summary>A number as SVG wants it.</summary>
    public static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Text as SVG wants it.</summary>
    public static string Escape(string value) => SecurityElement.Escape(value)!;

    /// <summary>Adds a line as it is.</summary>
    public SvgText Line(string line)
    {
        text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Adds a rectangle.</summary>
    public SvgText Rectangle(string css, double x, double y, double width, double height, string title = "") => Line(
        $"<rect class=\"{css}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\""
        + (title.Length == 0 ? "/>" : $"><title>{Escape(title)}</title></rect>"));

    /// <summary>Adds words.</summary>
    public SvgText Words(string css, double x, double y, string words) =>
        Line($"<text class=\"{css}\" x=\"{Number(x)}\" y=\"{Number(y)}\">{Escape(words)}</text>");

    /// <summary>Adds a vertical line.</summary>
    public SvgText Vertical(string css, double x, double top, double bottom) =>
        Line($"<line class=\"{css}\" x1=\"{Number(x)}\" x2=\"{Number(x)}\" y1=\"{Number(top)}\" y2=\"{Number(bottom)}\"/>");

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
