using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Operating;

/// <summary>Counts ended attempts by day (UTC), from their index alone.</summary>
internal static class AttemptDays
{
    public static async Task<IReadOnlyList<DayItem>> ReadAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now);
        var first = today.AddDays(1 - Overview.DayCount);
        var since = InstantAsMilliseconds.ToParameter(db, first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        var counted = await Counts(db, since).ToListAsync(cancellationToken);
        var days = counted.ToLookup(c => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(c.Day));
        return
        [
            .. Enumerable.Range(0, Overview.DayCount).Select(first.AddDays).Select(day => new DayItem(
                day, days[day].Sum(c => c.Attempts), days[day].Where(c => IsFailure(c.Outcome)).Sum(c => c.Attempts),
                days[day].Sum(c => c.Bytes))),
        ];
    }

    private static bool IsFailure(string? outcome) => outcome is not (nameof(Outcome.Loaded) or nameof(Outcome.NoData));

    // No function of EF's takes the day from milliseconds.
    private static IQueryable<Count> Counts(CreamPieDbContext db, object since) => db.Database.IsSqlite()
        ? db.Database.SqlQuery<Count>(
            $"""
            select cast(ended / 86400000 as integer) as "Day", outcome as "Outcome", count(*) as "Attempts",
                coalesce(sum(bytes), 0) as "Bytes"
            from attempt where ended >= {since} group by 1, 2
            """)
        : db.Database.SqlQuery<Count>(
            $"""
            select floor(extract(epoch from ended) / 86400)::int as "Day", outcome as "Outcome", count(*)::int as "Attempts",
                coalesce(sum(bytes), 0)::bigint as "Bytes"
            from attempt where ended >= {since} group by 1, 2
            """);

    private sealed record Count(int Day, string? Outcome, int Attempts, long Bytes);
}
