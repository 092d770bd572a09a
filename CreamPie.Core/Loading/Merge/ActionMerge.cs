using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Merge;

/// <summary>
/// Merges the splits and dividends of one document into the current ones. For one ex-date and kind an exact amount beats
/// one rounded for display, then the later capture wins, ties by hash: a total order, as for bars. Nothing is deleted: a
/// replaced action gets its known_to; a merely repeated one changes its document, because an amount is on its document's basis.
/// </summary>
internal sealed class ActionMerge
{
    private readonly CreamPieDbContext _db;
    private readonly int _stockId;
    private readonly LoadRequest _request;
    private readonly Dictionary<(DateOnly, ActionKind), CorporateActionRow> _standing;
    private readonly Dictionary<int, LoadLedgerEntry> _tellers;

    private ActionMerge(
        CreamPieDbContext db, int stockId, LoadRequest request, IEnumerable<CorporateActionRow> standing,
        IEnumerable<LoadLedgerEntry> tellers)
    {
        (_db, _stockId, _request) = (db, stockId, request);
        _standing = standing.ToDictionary(a => (a.ExDate, a.Kind));
        _tellers = tellers.GroupBy(e => e.DocumentId).ToDictionary(d => d.Key, d => d.MaxBy(e => e.ParserVersion)!);
    }

    /// <returns>The current splits after the merge.</returns>
    public static async Task<SplitFactors> ApplyAsync(
        CreamPieDbContext db, int stockId, LoadRequest request, CancellationToken cancellationToken)
    {
        var standing = await db.CorporateActions
            .Where(a => a.StockId == stockId && a.KnownTo == null)
            .ToListAsync(cancellationToken);
        var documents = standing.Select(a => a.DocumentId).Distinct().ToList();
        var tellers = documents.Count == 0 ? [] : await db.LoadLedger.AsNoTracking()
            .Where(e => e.StockId == stockId && documents.Contains(e.DocumentId))
            .ToListAsync(cancellationToken);
        var splits = new ActionMerge(db, stockId, request, standing, tellers).Apply();
        await db.SaveChangesAsync(cancellationToken);
        return splits;
    }

    private SplitFactors Apply()
    {
        // Splits first: they determine the basis of each amount.
        var (splits, cash) = (Combined(ActionKind.Split), Combined(ActionKind.Dividend).Concat(Combined(ActionKind.CapitalGain)));
        foreach (var split in splits)
            Merge(split, (a, old) => Price.Same(a.Ratio, old.ToAction().Ratio));
        var factors = new SplitFactors(_standing.Values.Select(a => a.ToAction()));
        foreach (var payment in cash)
            Merge(payment, (a, old) => IsSameCash(a, old, factors));
        return factors;
    }

    private void Merge(CorporateAction action, Func<CorporateAction, CorporateActionRow, bool> isSame)
    {
        var key = (action.ExDate, action.Kind);
        if (!_standing.TryGetValue(key, out var old))
        {
            _db.CorporateActions.Add(_standing[key] = NewRow(action, _request.KnownAt));
        }
        else if (!Wins(action, old))
        {
            return;
        }
        else if (isSame(action, old))
        {
            (old.Amount, old.Numerator, old.Denominator) = (action.Amount, action.Numerator, action.Denominator);
            (old.Exact, old.CapturedAt, old.DocumentId) = (action.Exact, _request.Document.CapturedAt, _request.DocumentId);
        }
        else
        {
            old.KnownTo = _request.KnownAt > old.KnownFrom ? _request.KnownAt : old.KnownFrom.AddMilliseconds(1);
            _db.CorporateActions.Add(_standing[key] = NewRow(action, old.KnownTo.Value));
        }
    }

    private bool Wins(CorporateAction action, CorporateActionRow old)
    {
        var order = action.Exact.CompareTo(old.Exact);
        if (order == 0)
            order = _request.Document.CapturedAt.CompareTo(old.CapturedAt);
        return (order != 0 ? order : string.CompareOrdinal(_request.Sha256, _tellers.GetValueOrDefault(old.DocumentId)?.Sha256)) >= 0;
    }

    private bool IsSameCash(CorporateAction action, CorporateActionRow old, SplitFactors splits)
    {
        var ours = splits.Pending(action.ExDate, _request.Document.BasisDate);
        var theirs = splits.Pending(
            old.ExDate, _tellers.GetValueOrDefault(old.DocumentId)?.BasisDate ?? DateOnly.FromDateTime(old.CapturedAt));
        var tolerance = Math.Max(Tolerance(action.Exact) / ours, Tolerance(old.Exact) / theirs);
        return Math.Abs(action.Amount!.Value / ours - old.Amount!.Value / theirs) <= tolerance;
    }

    private static double Tolerance(bool exact) => exact ? Price.Tolerance : Price.DisplayRounding;

    /// <summary>Two payments on one day are one amount; two splits on one day are one ratio.</summary>
    private IEnumerable<CorporateAction> Combined(ActionKind kind) => _request.Document.Actions
        .Where(a => a.Kind == kind)
        .GroupBy(a => a.ExDate)
        .Select(g => g.Skip(1).Aggregate(g.First(), (a, b) => a with
        {
            Amount = a.Amount + b.Amount,
            Numerator = a.Numerator * b.Numerator,
            Denominator = a.Denominator * b.Denominator,
            Exact = a.Exact && b.Exact,
        }));

    private CorporateActionRow NewRow(CorporateAction action, DateTime knownFrom) => new()
    {
        StockId = _stockId,
        ExDate = action.ExDate,
        Kind = action.Kind,
        KnownFrom = knownFrom,
        Amount = action.Amount,
        Numerator = action.Numerator,
        Denominator = action.Denominator,
        Exact = action.Exact,
        CapturedAt = _request.Document.CapturedAt,
        DocumentId = _request.DocumentId,
    };
}
