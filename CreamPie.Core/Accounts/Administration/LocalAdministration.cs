using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Administration;

/// <summary>An admin as the command line lists it.</summary>
/// <param name="Email">The address.</param>
/// <param name="IsDisabled">Whether another admin has shut the account.</param>
/// <param name="HasSecondFactor">Whether signing in needs a code, too.</param>
/// <param name="LastSeenAt">UTC; null if never.</param>
public sealed record AdminItem(string Email, bool IsDisabled, bool HasSecondFactor, DateTime? LastSeenAt);

/// <summary>
/// What the operator of the machine may do when no admin can sign in: access to the database and the settings is the permission.
/// </summary>
/// <param name="db">One transaction covers account and audit.</param>
/// <param name="users">Checks and hashes the passwords.</param>
/// <param name="audit">Gets an entry for each change.</param>
/// <param name="time">Dates new accounts.</param>
public sealed class LocalAdministration(CreamPieDbContext db, UserManager<AppUser> users, AuditTrail audit, TimeProvider time)
{
    /// <summary>False while the server has not set up this database, or an older one has.</summary>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="NewerSchemaException">A newer version of the program has changed it.</exception>
    public Task<bool> IsCurrentAsync(CancellationToken cancellationToken) => DatabaseStartup.IsCurrentAsync(db, cancellationToken);

    /// <summary>The accounts with the role Admin, by address.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<IReadOnlyList<AdminItem>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        return await db.Users.AsNoTracking()
            .Where(u => db.UserRoles.Any(ur => ur.UserId == u.Id && db.Roles.Any(r => r.Id == ur.RoleId && r.Name == Roles.Admin)))
            .OrderBy(u => u.NormalizedEmail)
            .Select(u => new AdminItem(
                u.Email!, u.DisabledAt != null, u.TwoFactorEnabled,
                db.UserSessions.Where(s => s.UserId == u.Id).Max(s => (DateTime?)(s.LastSeenAt ?? s.CreatedAt))))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Creates a confirmed admin.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="email">The new admin's address.</param>
    /// <param name="password">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>What is wrong, a sentence each; empty if it is done.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<IReadOnlyList<string>> CreateAsync(
        Caller caller, string email, string password, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await UnconfirmedAccount.MakesWayAsync(users, email))
            return ["This address already has an account. Use: admin reset-password"];
        DateTime? now = time.Now();
        // The set-up page closes: there is an admin.
        await db.Installations.Where(i => i.FirstAdminAt == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.FirstAdminAt, now), cancellationToken);
        var user = new AppUser { UserName = email, Email = email, EmailConfirmed = true, CreatedAt = now.Value };
        var created = await users.CreateAsync(user, password);
        if (created.Succeeded)
            created = await users.AddToRoleAsync(user, Roles.Admin);
        return await DoneAsync(created, caller, AuditAction.AccountCreation, email, "Created as Admin.", transaction, cancellationToken);
    }

    /// <summary>
    /// Sets the password of an account, ends its sessions, and forgets the failed sign-ins that would keep it out.
    /// </summary>
    /// <param name="caller">The operator.</param>
    /// <param name="email">The account's address.</param>
    /// <param name="password">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="resetsSecondFactor">Also removes authenticator app, recovery codes and passkeys.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>What is wrong, a sentence each; empty if it is done.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<IReadOnlyList<string>> ResetPasswordAsync(
        Caller caller, string email, string password, bool resetsSecondFactor, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (await users.FindByEmailAsync(email) is not { } user)
            return ["No account has this address. Use: admin list, or admin create"];
        if (user.DisabledAt is not null)
            return ["This account is disabled. Another admin can enable it; to get in now, use: admin create"];
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (resetsSecondFactor)
            await FactorRemoval.AllOfAsync(db, user, allWaysIn: false, cancellationToken);
        user.EmailConfirmed = true;
        var reset = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password);
        DateTime? now = time.Now();
        await db.UserSessions.Where(s => s.UserId == user.Id && s.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        await db.SignInFailures.ExecuteDeleteAsync(cancellationToken);
        return await DoneAsync(
            reset, caller, AuditAction.PasswordChange, user.Email!,
            resetsSecondFactor ? "Password and second factor reset." : "Password reset.", transaction, cancellationToken);
    }

    /// <summary>What lets an account in without its password; a reset leaves it, passkeys aside.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="email">The account's address; nothing lets in where there is no account.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<OtherWaysIn> OtherWaysInAsync(Caller caller, string email, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        return await OtherWaysIn.OfAsync(db, (await users.FindByEmailAsync(email))?.Id ?? "", cancellationToken);
    }

    private async Task<IReadOnlyList<string>> DoneAsync(
        IdentityResult result, Caller caller, AuditAction action, string target, string detail,
        Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        if (!result.Succeeded)
            return [.. result.Errors.Where(e => e.Code != "DuplicateUserName").Select(e => e.Description)];
        audit.Add(db, caller, action, target, detail: detail);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [];
    }
}
