using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

internal static class FollowerReader
{
    /// <summary>Who tracks each of some tracked stocks.</summary>
    public static async Task<Dictionary<int, TrackedBy>> ReadAsync(
        CreamPieDbContext db, Caller caller, IReadOnlyList<int> stocks, CancellationToken cancellationToken)
    {
        // Without a name: the house, or an account that is disabled or gone.
        var rows = await (
            from follower in db.Followers
            from user in db.Users.Where(u => u.Id == follower.UserId && u.DisabledAt == null).DefaultIfEmpty()
            where stocks.Contains(follower.StockId)
            orderby follower.Since
            select new { follower.StockId, follower.UserId, follower.Since, Name = user == null ? null : user.Email })
            .AsNoTracking().ToListAsync(cancellationToken);
        var followers = rows.ToLookup(r => r.StockId);
        return stocks.ToDictionary(id => id, id =>
        {
            var own = followers[id].FirstOrDefault(f => f.UserId == caller.Id);
            var people = followers[id].Where(f => f.Name is not null).Select(f => new FollowerItem(f.Name!, f.Since)).ToList();
            return new TrackedBy(
                own is not null,
                own?.Since,
                people.Count - (own?.Name is null ? 0 : 1),
                people.Count == 0 || followers[id].Any(f => f.Name is null),
                caller.IsAdmin ? people : null);
        });
    }
}
