using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts;

/// <summary>Result of creating the first admin.</summary>
public abstract record FirstAdminResult
{
    /// <summary>The account is stored, confirmed and an admin.</summary>
    /// <param name="User">The account.</param>
    public sealed record Created(AppUser User) : FirstAdminResult;

    /// <summary>There is a first admin already.</summary>
    public sealed record AlreadyThere : FirstAdminResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Problems">A sentence each.</param>
    public sealed record Invalid(IReadOnlyList<string> Problems) : FirstAdminResult;
}

/// <summary>Creates the first admin: there is no default account. Of concurrent set-ups the first to write the row wins.</summary>
/// <param name="db">Has the installation row; one transaction covers it and the account.</param>
/// <param name="users">Checks address and password, and stores the account.</param>
/// <param name="audit">Gets the entry, in the same transaction.</param>
/// <param name="time">Dates both.</param>
public sealed class FirstAdmin(CreamPieDbContext db, UserManager<AppUser> users, AuditTrail audit, TimeProvider time)
{
    /// <summary>True once the first admin was created, even if that account no longer exists.</summary>
    /// <param name="cancellationToken">Ends the query.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        db.Installations.AnyAsync(i => i.FirstAdminAt != null, cancellationToken);

    /// <summary>Creates the account and writes the installation row in one transaction.</summary>
    /// <param name="email">The admin's address; it counts as confirmed.</param>
    /// <param name="password">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<FirstAdminResult> CreateAsync(string email, string password, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await ClaimAsync(cancellationToken))
            return new FirstAdminResult.AlreadyThere();

        await UnconfirmedAccount.MakesWayAsync(users, email);
        var user = new AppUser { UserName = email, Email = email, EmailConfirmed = true, CreatedAt = time.Now() };
        var created = await users.CreateAsync(user, password);
        if (created.Succeeded)
            created = await users.AddToRoleAsync(user, Roles.Admin);
        if (!created.Succeeded)
            return new FirstAdminResult.Invalid([.. created.Errors.Where(e => e.Code != "DuplicateUserName").Select(e => e.Description)]);
        var caller = new Caller(user.Id, email, new HashSet<string>());
        audit.Add(db, caller, AuditAction.AccountCreation, email, detail: "The first admin.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new FirstAdminResult.Created(user);
    }

    /// <summary>In a transaction: true for the first that writes the installation's row.</summary>
    internal async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        DateTime? now = time.Now();
        return await db.Installations
            .Where(i => i.FirstAdminAt == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.FirstAdminAt, now), cancellationToken) == 1;
    }
}
