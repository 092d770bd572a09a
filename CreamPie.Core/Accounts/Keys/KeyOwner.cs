using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>For whom a key or a feed acts: what takes a person's access takes theirs, with the very next call.</summary>
internal static class KeyOwner
{
    /// <summary>The owner with the roles of now; null if the account is disabled, or must set a new password first where passwords
    /// count.</summary>
    public static async Task<Caller?> FindAsync(
        CreamPieDbContext db, string userId, bool onlyOidc, CancellationToken cancellationToken)
    {
        var owner = await (
            from u in db.Users
            where u.Id == userId && u.DisabledAt == null && (onlyOidc || !u.MustChangePassword)
            select new
            {
                u.Id,
                u.Email,
                Roles = (
                    from ur in db.UserRoles
                    join r in db.Roles on ur.RoleId equals r.Id
                    where ur.UserId == u.Id
                    select r.Name).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return owner is null ? null : new Caller(owner.Id, owner.Email ?? "", owner.Roles.OfType<string>().ToHashSet());
    }

    /// <summary>The same person as one who only reads: an analyst, whatever else.</summary>
    public static Caller AsReader(Caller owner) =>
        owner.IsAdmin ? owner with { Roles = new HashSet<string> { Roles.Analyst } } : owner;
}
