using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.External;

/// <summary>An installation always keeps an admin who can sign in.</summary>
/// <param name="accounts">Whether only those can whom an identity provider knows.</param>
/// <param name="providers">Links to any other sign nobody in.</param>
public sealed class LastAdmin(IOptions<AccountsOptions> accounts, IOptions<ConfiguredProviders> providers)
{
    /// <summary>
    /// True if nobody else is an enabled admin, with a link to a configured provider where only providers sign in. Of concurrent
    /// transactions that ask, one waits for the other.
    /// </summary>
    /// <param name="db">In the caller's transaction.</param>
    /// <param name="userId">Who would be no admin any more.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<bool> IsAsync(CreamPieDbContext db, string userId, CancellationToken cancellationToken)
    {
        // Locks the one row of the installation until the transaction ends.
        await db.Installations.ExecuteUpdateAsync(i => i.SetProperty(x => x.FirstAdminAt, x => x.FirstAdminAt), cancellationToken);
        var admins = await (
            from ur in db.UserRoles
            join r in db.Roles on ur.RoleId equals r.Id
            join u in db.Users on ur.UserId equals u.Id
            where r.Name == Roles.Admin && u.DisabledAt == null
            select new
            {
                u.Id,
                Issuers = db.UserLogins.Where(l => l.UserId == u.Id).Select(l => l.LoginProvider).ToList(),
            }).AsNoTracking().ToListAsync(cancellationToken);
        return admins.Exists(a => a.Id == userId)
            && !admins.Exists(a => a.Id != userId && (!accounts.Value.OnlyOidc || a.Issuers.Exists(providers.Value.Has)));
    }

    /// <summary>True if the last admin would be locked out without a link to a provider.</summary>
    /// <param name="db">In the caller's transaction.</param>
    /// <param name="userId">Who would have none any more.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<bool> NeedsLinkAsync(CreamPieDbContext db, string userId, CancellationToken cancellationToken) =>
        accounts.Value.OnlyOidc && await IsAsync(db, userId, cancellationToken);
}
