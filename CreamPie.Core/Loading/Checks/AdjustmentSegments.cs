using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// A new dividend multiplies the adjusted closes of all earlier days by one factor; two captures far apart differ by a
/// few such factors, constant between ex-dates. Finds them: old = new x factor within the price tolerance on every day.
/// </summary>
internal static class AdjustmentSegments
{
    /// <param name="changes">Oldest first.</param>
    /// <returns>Newest first; a factor holds for the days before its date, down to the next one's. Empty if nothing changed.</returns>
    public static List<(DateOnly BeforeDate, double Factor)> Find(IReadOnlyList<AdjustedChange> changes)
    {
        var segments = new List<(DateOnly, double)>();
        if (changes.All(c => c.IsSame))
            return segments;
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        var before = default(DateOnly);
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            var (date, was, now, _) = changes[i];
            var tolerance = changes[i].Tolerance;
            var (from, to) = now == 0
                ? (double.NegativeInfinity, double.PositiveInfinity)
                : Ordered((was - tolerance) / now, (was + tolerance) / now);
            if (before != default && Math.Max(low, from) <= Math.Min(high, to))
            {
                (low, high) = (Math.Max(low, from), Math.Min(high, to));
                continue;
            }
            if (before != default)
                segments.Add((before, Middle(low, high)));
            (before, low, high) = (date.AddDays(1), from, to);
        }
        segments.Add((before, Middle(low, high)));
        return segments;
    }

    /// <summary>Stores the segments of a series, as known from a time on.</summary>
    /// <param name="db">In a transaction; the caller saves.</param>
    /// <param name="series">Stock and source.</param>
    /// <param name="changes">Oldest first.</param>
    /// <param name="knownAt">UTC.</param>
    /// <param name="documentId">That has the new adjusted closes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RecordAsync(
        CreamPieDbContext db, (int StockId, SourceName Source) series, IReadOnlyList<AdjustedChange> changes, DateTime knownAt,
        int documentId, CancellationToken cancellationToken)
    {
        var segments = Find(changes);
        if (segments.Count == 0)
            return;
        // Of documents that were loaded, refused and loaded again.
        var newest = await db.AdjustmentRevisions
            .Where(r => r.StockId == series.StockId && r.Source == series.Source && r.KnownFrom >= knownAt)
            .MaxAsync(r => (DateTime?)r.KnownFrom, cancellationToken);
        db.AdjustmentRevisions.AddRange(segments.Select(s => new AdjustmentRevision
        {
            StockId = series.StockId,
            Source = series.Source,
            BeforeDate = s.BeforeDate,
            KnownFrom = newest?.AddMilliseconds(1) ?? knownAt,
            Factor = s.Factor,
            DocumentId = documentId,
        }));
    }

    private static (double, double) Ordered(double a, double b) => a <= b ? (a, b) : (b, a);

    /// <summary>One factor, if one fits every day: the days after the newest dividend were not restated.</summary>
    private static double Middle(double low, double high) =>
        (low <= 1 && 1 <= high) || double.IsInfinity(low) ? 1 : (low + high) / 2;
}

/// <summary>An adjusted close that changed while the prices stayed; both on the new basis.</summary>
/// <param name="Date">Of the bar.</param>
/// <param name="Before">As stored, on the new basis.</param>
/// <param name="After">As the document has it.</param>
/// <param name="Rounding">The most that rounding took from <paramref name="Before"/>, on the new basis.</param>
internal readonly record struct AdjustedChange(DateOnly Date, double Before, double After, double Rounding = 0)
{
    /// <summary>Relative.</summary>
    private const double MostNoise = 1e-4;

    /// <param name="date">Of the bar.</param>
    /// <param name="was">As stored.</param>
    /// <param name="scale">What puts it on the new basis.</param>
    /// <param name="now">As the document has it.</param>
    public static AdjustedChange Of(DateOnly date, double was, double scale, double now) =>
        new(date, was * scale, now, Price.Rounding(was) * scale);

    /// <summary>
    /// How far <see cref="Before"/> may be from a multiple of <see cref="After"/>. Sources compute adjusted closes anew with each
    /// dividend and round them to six decimals: of 0.049697 (AAPL in 1981) that is 2e-5, twenty times the tolerance of a price.
    /// </summary>
    public double Tolerance
    {
        get
        {
            var factor = After == 0 ? 0 : Math.Abs(Before / After);
            return Rounding + Price.Rounding(After) * factor + Price.Tolerance * Math.Abs(Before);
        }
    }

    /// <summary>
    /// True if at most the last rounded digit changed, as sources compute it; where that digit is much of the price, none may change.
    /// </summary>
    public bool IsSame => Price.Same(Before, After) || Math.Abs(Before - After) <= Math.Min(Tolerance, MostNoise * Math.Abs(Before));
}
