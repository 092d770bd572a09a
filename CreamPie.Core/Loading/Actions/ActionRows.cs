using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Actions;

/// <summary>
/// The stored actions of one stock, standing and ended. A merely repeated one changes its document, because an amount is on its
/// document's basis; one of another value, day or fate gets its known_to.
/// </summary>
/// <param name="db">In the load's transaction; the caller saves.</param>
/// <param name="stockId">The stock.</param>
/// <param name="knownAt">UTC; since when what changes is known.</param>
/// <param name="rows">All of the stock, tracked.</param>
/// <param name="basisOf">The basis of a document.</param>
internal sealed class ActionRows(
    CreamPieDbContext db, int stockId, DateTime knownAt, IReadOnlyList<CorporateActionRow> rows, Func<int, DateOnly> basisOf)
{
    // Two listings that were joined may have told one action each.
    private readonly Dictionary<(DateOnly, ActionKind), CorporateActionRow> _standing = rows
        .Where(a => a.KnownTo == null)
        .GroupBy(a => (a.ExDate, a.Kind))
        .ToDictionary(day => day.Key, day => day.MaxBy(a => (a.CapturedAt, a.KnownFrom))!);

    private readonly List<CorporateActionRow> _all = [.. rows];

    private SplitFactors _splits = SplitsOf(rows);

    /// <summary>The splits that stand, and those that were undone.</summary>
    public static SplitFactors SplitsOf(IReadOnlyList<CorporateActionRow> rows) => new(
        rows.Where(a => a.KnownTo == null).Select(a => a.ToAction()),
        rows.Where(a => a.PricedThrough != null)
            .Select(a => new UndoneSplit(a.ExDate, a.PricedThrough!.Value, a.ToAction().Ratio)));

    /// <summary>True if it stands with that day and value, on the basis of the document.</summary>
    public bool IsKnown(CorporateAction action, int documentId) =>
        _standing.TryGetValue((action.ExDate, action.Kind), out var row) && IsSame(action, documentId, row);

    /// <summary>True if the document lists it so.</summary>
    public bool IsListed(CorporateActionRow row, IEnumerable<CorporateAction> listed, int documentId) =>
        listed.Any(a => a.ExDate == row.ExDate && a.Kind == row.Kind && IsSame(a, documentId, row));

    /// <summary>Of actions that stand already, or are new and uncontested.</summary>
    public void Repeat(IEnumerable<CorporateAction> listed, LoadLedgerEntry entry, IReadOnlyList<LoadLedgerEntry> tellers)
    {
        foreach (var action in listed)
        {
            if (!_standing.TryGetValue((action.ExDate, action.Kind), out var row))
                Add(action, entry.DocumentId, entry.CapturedAt, endedBy: null);
            else if (Wins(action, entry, row, tellers.LastOrDefault(e => e.DocumentId == row.DocumentId)?.Sha256))
                Take(row, action, entry.DocumentId, entry.CapturedAt);
            else
                row.Currency ??= action.Currency;
        }
    }

    /// <summary>Writes what was judged, and by which document what no longer stands was ended.</summary>
    /// <param name="judged">Of all documents.</param>
    /// <param name="by">The document that is loaded; null if none is.</param>
    public void Write(StandingActions judged, int? by)
    {
        _splits = judged.Splits;
        var stands = judged.Standing.Select(a => (a.Action.ExDate, a.Action.Kind)).ToHashSet();
        foreach (var second in rows.Where(r => r.KnownTo is null && _standing[(r.ExDate, r.Kind)] != r))
            Close(second, by);
        foreach (var action in judged.All.OrderBy(a => a.EndedBy is null))
        {
            var key = (action.Action.ExDate, action.Action.Kind);
            var (document, capturedAt) = (action.Teller.DocumentId, action.Teller.CapturedAt);
            if (_standing.TryGetValue(key, out var row))
            {
                var isSame = IsSame(action.Action, document, row);
                if (isSame && action.EndedBy is null)
                    Take(row, action.Action, document, capturedAt);
                else if (isSame || action.EndedBy is null || !stands.Contains(key))
                    End(row, (action.EndedBy ?? action.Teller).DocumentId);
                if (isSame)
                    continue;
            }
            if (action.EndedBy is null || !_all.Exists(r => (r.ExDate, r.Kind) == key && IsSame(action.Action, document, r)))
                Add(action.Action, document, capturedAt, action.EndedBy?.DocumentId);
        }
        foreach (var row in _standing.Where(s => !stands.Contains(s.Key)).Select(s => s.Value).ToList())
            End(row, by);
        foreach (var row in _all)
            row.PricedThrough = null;
        foreach (var undone in judged.Splits.Undone)
        {
            _all.Where(r => r.KnownTo != null && (r.ExDate, r.Kind) == (undone.ExDate, ActionKind.Split)
                    && SameAction.Ratio(r.ToAction().Ratio, undone.Ratio))
                .MaxBy(r => r.KnownFrom)!.PricedThrough = undone.Through;
        }
    }

    private void End(CorporateActionRow row, int? by)
    {
        Close(row, by);
        _standing.Remove((row.ExDate, row.Kind));
    }

    private void Close(CorporateActionRow row, int? by)
    {
        row.KnownTo = knownAt > row.KnownFrom ? knownAt : row.KnownFrom.AddMilliseconds(1);
        row.EndedByDocumentId = by;
    }

    private void Add(CorporateAction action, int document, DateTime capturedAt, int? endedBy)
    {
        var from = _all.Where(r => r.ExDate == action.ExDate && r.Kind == action.Kind)
            .Select(r => r.KnownTo is { } to && to > r.KnownFrom ? to : r.KnownFrom.AddMilliseconds(1))
            .Append(knownAt)
            .Max();
        var row = new CorporateActionRow
        {
            StockId = stockId,
            ExDate = action.ExDate,
            Kind = action.Kind,
            KnownFrom = from,
            KnownTo = endedBy is null ? null : from,
            EndedByDocumentId = endedBy,
        };
        Take(row, action, document, capturedAt);
        db.CorporateActions.Add(row);
        _all.Add(row);
        if (endedBy is null)
            _standing[(action.ExDate, action.Kind)] = row;
    }

    private static void Take(CorporateActionRow row, CorporateAction action, int document, DateTime capturedAt)
    {
        row.Currency = action.Currency ?? row.Currency;
        (row.Amount, row.Numerator, row.Denominator) = (action.Amount, action.Numerator, action.Denominator);
        (row.Exact, row.CapturedAt, row.DocumentId) = (action.Exact, capturedAt, document);
    }

    private bool IsSame(CorporateAction action, int document, CorporateActionRow row) => action.Kind == ActionKind.Split
        ? SameAction.Ratio(action.Ratio, row.ToAction().Ratio)
        : SameAction.Cash(
            action, _splits.Pending(action.ExDate, basisOf(document)),
            row.ToAction(), _splits.Pending(row.ExDate, basisOf(row.DocumentId)));

    private static bool Wins(CorporateAction action, LoadLedgerEntry entry, CorporateActionRow row, string? sha256)
    {
        var order = action.Exact.CompareTo(row.Exact);
        if (order == 0)
            order = entry.CapturedAt.CompareTo(row.CapturedAt);
        return (order != 0 ? order : string.CompareOrdinal(entry.Sha256, sha256)) >= 0;
    }
}
