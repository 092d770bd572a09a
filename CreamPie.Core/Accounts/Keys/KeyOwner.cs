using CreamPie.Core.Accounts.External;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>For whom a key or a feed acts: what takes a person's access takes theirs, with the very next call.</summary>
/// <param name="accounts">Whether only identity providers sign in, and how long a sign-in there counts for keys.</param>
/// <param name="providers">Which they are.</param>
/// <param name="time">Decides how long ago the last sign-in was.</param>
public sealed class KeyOwner(IOptions<AccountsOptions> accounts, IOptions<ConfiguredProviders> providers, TimeProvider time)
{
    /// <summary>
    /// The owner with the roles of now. Null if the account is disabled; where passwords count, if it must set a new one first; where only
    /// providers sign in, if none that is configured knows the owner, or the last sign-in there is too long ago: nobody tells us who has
    /// left there.
    /// </summary>
    internal async Task<Caller?> FindAsync(CreamPieDbContext db, string userId, CancellationToken cancellationToken)
    {
        var onlyOidc = accounts.Value.OnlyOidc;
        var since = time.Now().AddDays(-accounts.Value.KeyDaysAfterSignIn);
        var owner = await (
            from u in db.Users
            where u.Id == userId && u.DisabledAt == null && (onlyOidc ? u.ProviderSeenAt > since : !u.MustChangePassword)
            select new
            {
                u.Id,
                u.Email,
                Roles = (
                    from ur in db.UserRoles
                    join r in db.Roles on ur.RoleId equals r.Id
                    where ur.UserId == u.Id
                    select r.Name).ToList(),
                Issuers = db.UserLogins.Where(l => l.UserId == u.Id).Select(l => l.LoginProvider).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return owner is null || (onlyOidc && !owner.Issuers.Exists(providers.Value.Has))
            ? null
            : new Caller(owner.Id, owner.Email ?? "", owner.Roles.OfType<string>().ToHashSet());
    }

    /// <summary>The same person with the role Analyst alone, which only reads.</summary>
    internal static Caller AsReader(Caller owner) =>
        owner.IsAdmin ? owner with { Roles = new HashSet<string> { Roles.Analyst } } : owner;
}
