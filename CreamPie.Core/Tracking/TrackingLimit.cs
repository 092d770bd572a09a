using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Tracking;

/// <summary>How many symbols one user may begin to track in a day.</summary>
public sealed class TrackingLimit(IOptions<TrackingOptions> options, TimeProvider time)
{
    /// <summary>Counts one symbol, in the transaction that begins to track it.</summary>
    /// <exception cref="LimitReachedException">It is one too many.</exception>
    internal async Task CountAsync(CreamPieDbContext db, Caller caller, CancellationToken cancellationToken)
    {
        var most = options.Value.SymbolsPerDay;
        var now = time.Now();
        var tomorrow = now.Date.AddDays(1);
        var (at, ends) = (InstantAsMilliseconds.ToParameter(db, now), InstantAsMilliseconds.ToParameter(db, tomorrow));
        var counted = await db.Database.ExecuteSqlAsync(
            $"""
            insert into tracking_count (user_id, begun, ends_at) values ({caller.Id}, 1, {ends})
            on conflict (user_id) do update set
                begun = case when tracking_count.ends_at <= {at} then 1 else tracking_count.begun + 1 end,
                ends_at = excluded.ends_at
            where tracking_count.ends_at <= {at} or tracking_count.begun < {most}
            """,
            cancellationToken);
        if (counted == 1)
            return;
        var left = tomorrow - now;
        throw new LimitReachedException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"You have started tracking {most:N0} {(most == 1 ? "symbol" : "symbols")} today, the limit for one person. "
                + $"You can track more from 00:00 UTC, in {(int)left.TotalHours} h {left.Minutes} min."),
            left);
    }
}
