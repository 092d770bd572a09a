using CreamPie.Core.Database;
using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading;

/// <summary>
/// Merges the splits and dividends of one document into those that stand. For one ex-date and kind an exact amount wins
/// over one rounded for display, then the later capture. Nothing is deleted: what is replaced gets its known_to.
/// </summary>
internal static class ActionMerge
{
    /// <summary>Half a cent: what a table rounded to two decimals may be off.</summary>
    private const double DisplayRounding = 0.005 + 1e-9;

    public static async Task<bool> ApplyAsync(
        CreamPieDbContext db, int stockId, LoadRequest request, CancellationToken cancellationToken)
    {
        var standing = await db.CorporateActions
            .Where(a => a.StockId == stockId && a.KnownTo == null)
            .ToDictionaryAsync(a => (a.ExDate, a.Kind), cancellationToken);
        var changed = false;
        foreach (var action in Combined(request.Document.Actions))
        {
            if (!standing.TryGetValue((action.ExDate, action.Kind), out var old))
            {
                db.CorporateActions.Add(NewRow(stockId, request, action, request.KnownAt));
                changed = true;
            }
            else if (Wins(action, request, old))
            {
                changed |= Replace(db, stockId, request, action, old);
            }
        }
        return changed;
    }

    private static bool Replace(CreamPieDbContext db, int stockId, LoadRequest request, CorporateAction action, CorporateActionRow old)
    {
        var restates = IsSame(action, old);
        if (!restates)
        {
            old.KnownTo = request.KnownAt > old.KnownFrom ? request.KnownAt : old.KnownFrom.AddMilliseconds(1);
            db.CorporateActions.Add(NewRow(stockId, request, action, old.KnownTo.Value));
            return true;
        }
        (old.Amount, old.Numerator, old.Denominator) = (action.Amount, action.Numerator, action.Denominator);
        (old.Exact, old.CapturedAt) = (action.Exact, request.Document.CapturedAt);
        return false;
    }

    private static bool Wins(CorporateAction action, LoadRequest request, CorporateActionRow old) =>
        action.Exact != old.Exact ? action.Exact : request.Document.CapturedAt >= old.CapturedAt;

    private static bool IsSame(CorporateAction action, CorporateActionRow old) => action.Kind == ActionKind.Split
        ? Price.Same(action.Ratio, old.ToAction().Ratio)
        : Math.Abs(action.Amount!.Value - old.Amount!.Value) <= (action.Exact && old.Exact ? Price.Tolerance : DisplayRounding);

    /// <summary>Two payments on one day are one amount; two splits on one day are one ratio.</summary>
    private static IEnumerable<CorporateAction> Combined(IEnumerable<CorporateAction> actions) => actions
        .GroupBy(a => (a.ExDate, a.Kind))
        .Select(g => g.Skip(1).Aggregate(g.First(), (a, b) => a with
        {
            Amount = a.Amount + b.Amount,
            Numerator = a.Numerator * b.Numerator,
            Denominator = a.Denominator * b.Denominator,
            Exact = a.Exact && b.Exact,
        }));

    private static CorporateActionRow NewRow(int stockId, LoadRequest request, CorporateAction action, DateTime knownFrom) => new()
    {
        StockId = stockId,
        ExDate = action.ExDate,
        Kind = action.Kind,
        KnownFrom = knownFrom,
        Amount = action.Amount,
        Numerator = action.Numerator,
        Denominator = action.Denominator,
        Exact = action.Exact,
        CapturedAt = request.Document.CapturedAt,
        DocumentId = request.DocumentId,
    };
}
