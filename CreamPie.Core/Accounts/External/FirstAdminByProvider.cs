using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.External;

/// <summary>Makes a person who signs in at an identity provider the first admin, after they opened the link from the log.</summary>
/// <param name="db">One transaction covers installation and account.</param>
/// <param name="users">Gives the role.</param>
/// <param name="accounts">Finds or creates the account.</param>
/// <param name="firstAdmin">Writes the installation's row.</param>
/// <param name="audit">Gets the entry, in the same transaction.</param>
public sealed class FirstAdminByProvider(
    CreamPieDbContext db, UserManager<AppUser> users, ProviderAccounts accounts, FirstAdmin firstAdmin, AuditTrail audit)
{
    /// <summary>Creates the account, or gives the role to the one that is linked to that person already.</summary>
    /// <param name="identity">As the provider told it.</param>
    /// <param name="caller">Nobody, with the network address.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<FirstAdminResult> CreateAsync(ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        if (identity.Role is { Name: not Roles.Admin })
            return Problem($"Roles follow {identity.Provider} here, and it does not make you an admin.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await firstAdmin.ClaimAsync(cancellationToken))
            return new FirstAdminResult.AlreadyThere();
        if (await accounts.FindAsync(identity) is not { } user)
        {
            if (identity.Email is not { } email || !EmailText.IsAddress(email))
                return Problem($"{identity.Provider} tells no verified e-mail address for you, and an account needs one.");
            if (!await UnconfirmedAccount.MakesWayAsync(users, email))
                return Problem("Your e-mail has an account here that is not linked. Link it first: CreamPie.Web admin reset-password");
            (user, var created) = await accounts.CreateAsync(identity, email, Roles.Admin, cancellationToken);
            if (!created.Succeeded)
                return Problem("The account could not be created. Try again.");
        }
        else if (user.DisabledAt is not null
            || !(await users.RemoveFromRolesAsync(user, await users.GetRolesAsync(user))).Succeeded
            || !(await users.AddToRoleAsync(user, Roles.Admin)).Succeeded)
        {
            return Problem("Your account here is disabled, or was just changed elsewhere.");
        }
        var owner = new Caller(user.Id, user.Email ?? "", new HashSet<string>()) { Address = caller.Address };
        audit.Add(db, owner, AuditAction.AccountCreation, user.Email, detail: $"The first admin, by {identity.Provider}.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new FirstAdminResult.Created(user);
    }

    private static FirstAdminResult.Invalid Problem(string sentence) => new([sentence]);
}
