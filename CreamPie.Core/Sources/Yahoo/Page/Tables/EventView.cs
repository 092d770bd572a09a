using CreamPie.Core.Market;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Yahoo.Page.Tables;

/// <summary>
/// The table of a page that shows only dividends, only splits or only capital gains: two columns, the date and the event.
/// </summary>
internal sealed class EventView
{
    private readonly string _word;

    private EventView(string name, string word) => (Name, _word) = (name, word);

    /// <summary>What it lists, in the plural.</summary>
    public string Name { get; }

    public List<CorporateAction> Actions { get; } = [];

    /// <summary>Rows that are no event, or were not understood.</summary>
    public int Unread { get; private set; }

    /// <returns>Null if these are the headers of another table.</returns>
    public static EventView? Of(IReadOnlyList<string> headers)
    {
        if (headers.Count != 2 || !Starts(headers[0], "Date"))
            return null;
        return Starts(headers[1], "Dividend") ? new EventView("dividends", "Dividend")
            : Starts(headers[1], "Stock Split") || Starts(headers[1], "Split") ? new EventView("splits", "Stock Split")
            : Starts(headers[1], "Capital Gain") ? new EventView("capital gains", "Capital Gain")
            : null;
    }

    public void Read(TableCells cells)
    {
        if (cells.Count != 2 || !DateText.TryReadTable(cells[0], out var date))
        {
            Unread++;
            return;
        }
        var text = cells[1].ToString();
        if ((EventText.Read(date, text) ?? EventText.Read(date, $"{text} {_word}")) is { } action)
            Actions.Add(action);
        else
            Unread++;
    }

    private static bool Starts(string header, string name) => header.AsSpan().Trim().StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
