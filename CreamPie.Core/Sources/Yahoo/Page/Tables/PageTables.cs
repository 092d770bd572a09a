namespace CreamPie.Core.Sources.Yahoo.Page.Tables;

/// <summary>Finds the history among the tables of a page.</summary>
internal sealed class PageTables
{
    private HistoryTable? _open;

    /// <summary>How many tables are open within a cell of the history.</summary>
    private int _nested;

    /// <summary>The history table, or the table in its place.</summary>
    public HistoryTable? History { get; private set; }

    /// <summary>A whole table of dividends, splits or capital gains without prices, as a filtered view shows it.</summary>
    public EventView? Events { get; private set; }

    public bool IsOpen => _open is not null;

    private HistoryTable? Current => _nested == 0 ? _open : null;

    public void Start()
    {
        if (_open is { IsHistory: true })
        {
            _nested++;
            return;
        }
        // Until its headers are known, a table within a table may be the history: layouts of 2015 nested them.
        _open = new HistoryTable();
    }

    public void End()
    {
        if (_nested > 0)
        {
            _nested--;
            return;
        }
        _open?.Close();
        Leave();
    }

    /// <summary>Leaves the open table, by its end tag or because the page is truncated within it.</summary>
    public void Leave()
    {
        if (_open is { IsHistory: true })
            History ??= _open;
        if (_open is { Closed: true })
            Events ??= _open.Events;
        _open = null;
    }

    public void StartRow() => Current?.StartRow();
    public void EndRow() => Current?.EndRow();
    public void StartCell(bool header) => Current?.StartCell(header);
    public void EndCell() => Current?.EndCell();
    public void Text(ReadOnlySpan<char> text) => Current?.Text(text);
}
