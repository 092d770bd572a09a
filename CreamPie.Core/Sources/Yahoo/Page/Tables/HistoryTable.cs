using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Yahoo.Page.Tables;

/// <summary>
/// Collects one table from the tag walk and reads it as a history if its headers say so. Rows are read from
/// one buffer, without a string for each cell.
/// </summary>
internal sealed class HistoryTable
{
    private const int EventCells = 2;
    private const int HistoryHeaders = 4;
    private const int MostShown = 60;
    private const string Torn = "The row has an unclosed cell, or text outside its cells.";

    private readonly TableCells _cells = new();
    private bool _inCell;
    private bool _headerRow;

    /// <summary>True if text of this row is outside its cells: a cell is damaged.</summary>
    private bool _isTorn;

    /// <summary>True if the row just read is a bar, and the last of them.</summary>
    private bool _lastIsBar;
    private HistoryColumns? _columns;

    public List<ParsedRow> Rows { get; } = [];
    public List<CorporateAction> Actions { get; } = [];
    public List<RowError> Errors { get; } = [];

    /// <summary>True once its headers were read and are those of a history.</summary>
    public bool IsHistory { get; private set; }

    /// <summary>Set once its headers were read and are those of a view without prices.</summary>
    public EventView? Events { get; private set; }

    public bool Closed { get; private set; }

    /// <summary>Why this table cannot be read as a whole; null while it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Fingerprint of its headers; empty until they were read.</summary>
    public string Layout { get; private set; } = "";

    /// <summary>False as soon as it is known to be some other table.</summary>
    public bool WantsText => _columns is null || IsHistory || Events is not null;

    private int Position => Rows.Count + Actions.Count + Errors.Count;

    public void StartRow()
    {
        EndRow();
        _headerRow = _isTorn = false;
    }

    public void StartCell(bool header)
    {
        LeaveCell();
        _inCell = true;
        _headerRow |= header;
    }

    public void Text(ReadOnlySpan<char> text)
    {
        if (_inCell && WantsText)
            _cells.Add(text);
        else if (!_inCell && !text.IsWhiteSpace())
            Stray();
    }

    /// <summary>Text outside the cells belongs to one that ended too early, perhaps with its row.</summary>
    private void Stray()
    {
        if (IsHistory && _cells.Count == 0 && !TakeBack() && !_isTorn)
            Errors.Add(new RowError(Position, null, Torn));
        _isTorn = true;
    }

    private bool TakeBack()
    {
        if (!_lastIsBar)
            return false;
        Errors.Add(new RowError(Rows[^1].Position, Rows[^1].Bar.Date, Torn));
        Rows.RemoveAt(Rows.Count - 1);
        _lastIsBar = false;
        return true;
    }

    /// <summary>Its end tag was read. A row still open ended too early.</summary>
    public void Close()
    {
        var isOpen = _inCell || _cells.Count > 0;
        EndRow();
        if (isOpen)
            TakeBack();
        Closed = true;
    }

    public void EndCell()
    {
        if (!_inCell)
            return;
        _inCell = false;
        _cells.EndCell();
    }

    // HTML allows a cell without an end tag; no history page has one, but what swallows an end tag may swallow digits.
    private void LeaveCell()
    {
        _isTorn |= _inCell;
        EndCell();
    }

    public void EndRow()
    {
        LeaveCell();
        if (_cells.Count == 0 || Problem is not null)
        {
            _cells.Clear();
            return;
        }
        if (_columns is null)
            Bind();
        else if (IsHistory && !(_headerRow && IsHeader()))
            ReadRow();
        else if (!_headerRow)
            Events?.Read(_cells);
        _cells.Clear();
        _isTorn = false;
    }

    /// <summary>Repeated headers, as in long tables; a bar with a header's tag is not one.</summary>
    private bool IsHeader() => HistoryColumns.Bind(_cells.ToArray()).Known >= HistoryHeaders;

    private void Bind()
    {
        var headers = _cells.ToArray();
        _columns = HistoryColumns.Bind(headers);
        IsHistory = _columns.Known >= HistoryHeaders;
        Events = IsHistory ? null : EventView.Of(headers);
        if (!IsHistory)
            return;
        Layout = LayoutShape.Table("table", headers);
        var missing = string.Join(", ", _columns.MissingOfTable());
        if (missing.Length > 0)
            Problem = $"The history table has no column {missing}; "
                + $"its headers are {string.Join(" | ", headers.Select(h => h.Split(' ', 3)[0]))}.";
        else if (_columns.Twice is { } twice)
            Problem = $"The history table has the column {twice} twice.";
        else if (_columns.Unknown is { } unknown)
            Problem = $"The history table has the unknown column \"{Shown(unknown)}\".";
    }

    private void ReadRow()
    {
        _lastIsBar = false;
        var position = Position;
        if (_cells.Count == 1)
            ReadNote(position);
        else if (!DateText.TryReadTable(_cells[_columns!.Date < _cells.Count ? _columns.Date : 0], out var date))
            Problem = $"Row {position + 1} of the history table has no date like \"Jan 7, 2022\" but \"{Shown(_cells[0])}\".";
        else if (_isTorn)
            Errors.Add(new RowError(position, date, Torn));
        else if (_cells.Count == _columns.Count)
            ReadBar(position, date);
        else if (_cells.Count == EventCells)
            ReadEvent(position, date);
        else
            Errors.Add(new RowError(position, date, $"The row has {_cells.Count} cells, the header {_columns.Count}."));
    }

    /// <summary>A note under the bars is about no day, but a single cell may be the rest of a torn row.</summary>
    private void ReadNote(int position)
    {
        var isDated = DateText.TryReadTableStart(_cells[0], out var date);
        if (_isTorn || isDated)
            Errors.Add(new RowError(position, isDated ? date : null, Torn));
    }

    private void ReadEvent(int position, DateOnly date)
    {
        var text = _cells[1].ToString();
        if (EventText.Read(date, text) is { } action)
            Actions.Add(action);
        else
        {
            var kind = text.Contains("dividend", StringComparison.OrdinalIgnoreCase) ? RowProblem.Payment : RowProblem.Action;
            Errors.Add(new RowError(position, date, $"The event \"{Shown(text)}\" cannot be parsed.", kind));
        }
    }

    private void ReadBar(int position, DateOnly date)
    {
        var open = Price(_columns!.Open);
        var high = Price(_columns.High);
        var low = Price(_columns.Low);
        var close = Price(_columns.Close);
        var adjClose = _columns.AdjClose >= 0 ? Price(_columns.AdjClose) : null;
        var kind = NumberText.Volume(_cells[_columns.Volume], grouped: true, out var volume);
        if (kind == NumberKind.Malformed)
            Problem ??= NotANumber(_cells[_columns.Volume]);
        if (kind == NumberKind.Value && volume is null)
            Errors.Add(new RowError(position, date, $"The volume {Shown(_cells[_columns.Volume])} exceeds 64 bits.", RowProblem.Volume));
        if (Problem is not null)
            return;
        if (close is null)
            Errors.Add(new RowError(position, date, "The row has no close."));
        // Unknown values are written as "-"; an empty cell is what a broken tag leaves.
        else if (_cells.HasEmpty())
            Errors.Add(new RowError(position, date, "The row has a cell without even a \"-\"."));
        else
            Add(new ParsedRow(position, new DailyBar(date, open, high, low, close.Value, adjClose, volume)));
    }

    private void Add(ParsedRow row)
    {
        Rows.Add(row);
        _lastIsBar = true;
    }

    private double? Price(int column)
    {
        switch (NumberText.Price(_cells[column], grouped: true, out var value))
        {
            case NumberKind.Value:
                return value;
            case NumberKind.Malformed:
                Problem ??= NotANumber(_cells[column]);
                return null;
            default:
                return null;
        }
    }

    private static string NotANumber(ReadOnlySpan<char> text) =>
        $"The history table has \"{Shown(text)}\" where a number like 1,234.56 is expected.";

    private static string Shown(ReadOnlySpan<char> text) => Excerpt.Of(text, MostShown);
}
