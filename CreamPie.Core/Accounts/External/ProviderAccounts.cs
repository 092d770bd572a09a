using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.External;

/// <summary>Accounts of people whom a provider knows, by issuer and subject.</summary>
/// <param name="db">In the caller's transaction.</param>
/// <param name="users">Stores them.</param>
/// <param name="time">Dates them.</param>
public sealed class ProviderAccounts(CreamPieDbContext db, UserManager<AppUser> users, TimeProvider time)
{
    /// <summary>The account that is linked to a person of a provider; null if none is.</summary>
    /// <param name="identity">As the provider told it.</param>
    public async Task<AppUser?> FindAsync(ExternalIdentity identity) =>
        await users.FindByLoginAsync(identity.LoginProvider, identity.ProviderKey)
        // Links of before were stored with the slash, if the setting had it.
        ?? await users.FindByLoginAsync(identity.LoginProvider + "/", identity.ProviderKey);

    /// <summary>Links an account to a person of a provider, who may be linked to one account only.</summary>
    /// <param name="user">The account.</param>
    /// <param name="identity">As the provider told it.</param>
    public async Task<IdentityResult> LinkAsync(AppUser user, ExternalIdentity identity) => await FindAsync(identity) is not null
        ? IdentityResult.Failed(new IdentityError
        {
            Code = "LoginAlreadyAssociated",
            Description = $"Your account at {identity.Provider} is linked to another account here already.",
        })
        : await users.AddLoginAsync(user, identity.Login);

    /// <summary>Creates a confirmed account without a password, with its role and its link.</summary>
    /// <param name="identity">As the provider told it.</param>
    /// <param name="email">The account's address, which has no account.</param>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<(AppUser User, IdentityResult Result)> CreateAsync(
        ExternalIdentity identity, string email, string role, CancellationToken cancellationToken)
    {
        var user = new AppUser
        {
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            CreatedAt = time.Now(),
            DisplayName = DisplayNames.Readable(identity.Name),
        };
        var created = await users.CreateAsync(user);
        if (created.Succeeded)
            created = await users.AddToRoleAsync(user, role);
        if (created.Succeeded)
            created = await LinkAsync(user, identity);
        if (created.Succeeded && role == Roles.Admin)
            await CloseSetupAsync(cancellationToken);
        return (user, created);
    }

    /// <summary>The set-up page closes: there is an admin.</summary>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task CloseSetupAsync(CancellationToken cancellationToken)
    {
        DateTime? now = time.Now();
        await db.Installations.Where(i => i.FirstAdminAt == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.FirstAdminAt, now), cancellationToken);
    }
}
