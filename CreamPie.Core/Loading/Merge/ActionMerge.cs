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
            Merge(split, (a, old) => IsSameRatio(a.Ratio, old.ToAction().Ratio));
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
            // Whichever comes first: of the same payment, the document that states a currency knows it.
            if (isSame(action, old))
                old.Currency ??= action.Currency;
        }
        else if (isSame(action, old))
        {
            old.Currency = action.Currency ?? old.Currency;
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

    /// <summary>Some sources write a ratio as one number of six decimals: 0.066667 is 1:15.</summary>
    private static bool IsSameRatio(double own, double known) =>
        Price.Same(own, known) || Math.Abs(own - known) <= Math.Max(Price.Rounding(own), Price.Rounding(known));

    private bool IsSameCash(CorporateAction action, CorporateActionRow old, SplitFactors splits)
    {
        if (action.Currency is not null && old.Currency is not null && action.Currency != old.Currency)
            return false;
        var ours = splits.Pending(action.ExDate, _request.Document.BasisDate);
        var theirs = splits.Pending(
            old.ExDate, _tellers.GetValueOrDefault(old.DocumentId)?.BasisDate ?? DateOnly.FromDateTime(old.CapturedAt));
        var (own, known) = (action.Amount!.Value / ours, old.Amount!.Value / theirs);
        var lost = (Own: Rounding(action.Amount.Value, action.Exact) / ours, Known: Rounding(old.Amount.Value, old.Exact) / theirs);
        // On one basis both were rounded from one amount, so only the coarser rounding counts.
        var tolerance = ours == theirs ? Math.Max(lost.Own, lost.Known) : lost.Own + lost.Known;
        return Price.Same(own, known) || Math.Abs(own - known) <= tolerance;
    }

    /// <summary>Sources round amounts to six decimals, each on its own basis: 0.108929 in one is 0.108928571 in another.</summary>
    private static double Rounding(double amount, bool exact) => exact ? Price.Rounding(amount) : Price.DisplayRounding(amount);

    /// <summary>Two payments on one day are one amount; two splits on one day are one ratio.</summary>
    private IEnumerable<CorporateAction> Combined(ActionKind kind) => _request.Document.Actions
        .Where(a => a.Kind == kind)
        .GroupBy(a => a.ExDate)
        .Select(g => g.Skip(1).Aggregate(g.First(), Together));

    /// <summary>Where only a market knows the rate, the payment in the other currency than the prices' is kept.</summary>
    private CorporateAction Together(CorporateAction a, CorporateAction b)
    {
        var prices = _request.Document.Listing.Currency;
        if (CurrencyUnit.Rate(b.Currency ?? prices, a.Currency ?? prices) is not { } rate)
            return CurrencyUnit.Rate(a.Currency, prices) is null ? a : b;
        return a with
        {
            Amount = a.Amount + b.Amount * rate,
            Numerator = a.Numerator * b.Numerator,
            Denominator = a.Denominator * b.Denominator,
            Exact = a.Exact && b.Exact,
        };
    }

    private CorporateActionRow NewRow(CorporateAction action, DateTime knownFrom) => new()
    {
        StockId = _stockId,
        ExDate = action.ExDate,
        Kind = action.Kind,
        KnownFrom = knownFrom,
        Amount = action.Amount,
        Currency = action.Currency,
        Numerator = action.Numerator,
        Denominator = action.Denominator,
        Exact = action.Exact,
        CapturedAt = _request.Document.CapturedAt,
        DocumentId = _request.DocumentId,
    };
}
