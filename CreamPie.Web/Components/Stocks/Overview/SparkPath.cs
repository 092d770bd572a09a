using System.Globalization;
using System.Text;
using CreamPie.Core.Querying.Stocks;

namespace CreamPie.Web.Components.Stocks.Overview;

/// <summary>A line through closes, one step a session, as the path of an SVG of <see cref="Width"/> by <see cref="Height"/>.</summary>
internal static class SparkPath
{
    public const int Width = 120;
    public const int Height = 32;

    /// <summary>Room for the stroke and the dot at the end.</summary>
    private const double Edge = 3;

    public static string Of(IReadOnlyList<DailyClose> closes)
    {
        var path = new StringBuilder();
        for (var i = 0; i < closes.Count; i++)
        {
            var (x, y) = At(closes, i);
            path.Append(i == 0 ? 'M' : 'L').Append(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
        }
        return path.ToString();
    }

    public static (double X, double Y) At(IReadOnlyList<DailyClose> closes, int i)
    {
        var (low, high) = (closes.Min(c => c.Close), closes.Max(c => c.Close));
        var x = closes.Count == 1 ? Width - Edge : Edge + i * (Width - 2 * Edge) / (closes.Count - 1);
        var y = high > low ? Edge + (high - closes[i].Close) / (high - low) * (Height - 2 * Edge) : Height / 2.0;
        return (x, y);
    }
}
