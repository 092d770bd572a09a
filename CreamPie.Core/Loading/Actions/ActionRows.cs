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
/// <param name="request">What is loaded.</param>
/// <param name="stockId">The stock.</param>
/// <param name="rows">All of the stock, tracked.</param>
/// <param name="basisOf">The basis of a document.</param>
internal sealed class ActionRows(
    CreamPieDbContext db, LoadRequest request, int stockId, IReadOnlyList<CorporateActionRow> rows, Func<int, DateOnly> basisOf)
{
    private readonly Dictionary<(DateOnly, ActionKind), CorporateActionRow> _standing =
        rows.Where(a => a.KnownTo == null).ToDictionary(a => (a.ExDate, a.Kind));

    private SplitFactors _splits = new(rows.Where(a => a.KnownTo == null).Select(a => a.ToAction()));

    /// <summary>True if it stands with that day and value.</summary>
    public bool IsKnown(CorporateAction action) =>
        _standing.TryGetValue((action.ExDate, action.Kind), out var row) && IsSame(action, request.DocumentId, row);

    public bool IsListed(CorporateActionRow row, IEnumerable<CorporateAction> listed) =>
        listed.Any(a => a.ExDate == row.ExDate && a.Kind == row.Kind && IsSame(a, request.DocumentId, row));

    /// <summary>Of actions that stand already, or are new and uncontested.</summary>
    public void Repeat(IEnumerable<CorporateAction> listed, LoadLedgerEntry entry, IReadOnlyList<LoadLedgerEntry> tellers)
    {
        foreach (var action in listed)
        {
            if (!_standing.TryGetValue((action.ExDate, action.Kind), out var row))
                Add(action, request.DocumentId, request.Document.CapturedAt, endedBy: null);
            else if (Wins(action, entry, row, tellers.LastOrDefault(e => e.DocumentId == row.DocumentId)?.Sha256))
                Take(row, action, request.DocumentId, request.Document.CapturedAt);
            else
                row.Currency ??= action.Currency;
        }
    }

    /// <summary>Writes what was judged, and by which document what no longer stands was ended.</summary>
    public void Write(StandingActions judged)
    {
        _splits = judged.Splits;
        foreach (var action in judged.All.OrderBy(a => a.EndedBy is null))
        {
            var key = (action.Action.ExDate, action.Action.Kind);
            var (document, capturedAt) = (action.Teller.DocumentId, action.Teller.CapturedAt);
            if (_standing.TryGetValue(key, out var row))
            {
                var isSame = IsSame(action.Action, document, row);
                if (isSame && action.EndedBy is null)
                    Take(row, action.Action, document, capturedAt);
                else
                    End(row, (action.EndedBy ?? action.Teller).DocumentId);
                if (isSame)
                    continue;
            }
            if (action.EndedBy is null || !rows.Any(r => (r.ExDate, r.Kind) == key && IsSame(action.Action, document, r)))
                Add(action.Action, document, capturedAt, action.EndedBy?.DocumentId);
        }
        var stands = judged.Standing.Select(a => (a.Action.ExDate, a.Action.Kind)).ToHashSet();
        foreach (var row in _standing.Where(s => !stands.Contains(s.Key)).Select(s => s.Value).ToList())
            End(row, request.DocumentId);
    }

    private void End(CorporateActionRow row, int by)
    {
        row.KnownTo = request.KnownAt > row.KnownFrom ? request.KnownAt : row.KnownFrom.AddMilliseconds(1);
        row.EndedByDocumentId = by;
        _standing.Remove((row.ExDate, row.Kind));
    }

    private void Add(CorporateAction action, int document, DateTime capturedAt, int? endedBy)
    {
        var from = rows.Where(r => r.ExDate == action.ExDate && r.Kind == action.Kind)
            .Select(r => r.KnownTo is { } to && to > r.KnownFrom ? to : r.KnownFrom.AddMilliseconds(1))
            .Append(request.KnownAt)
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
