using System.Security.Cryptography;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Users;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Web.Hosting.Identity;

internal abstract record FirstAdminResult
{
    public sealed record Created(AppUser User) : FirstAdminResult;

    public sealed record AlreadyThere : FirstAdminResult;

    public sealed record Invalid(IReadOnlyList<string> Problems) : FirstAdminResult;
}

/// <summary>There is no default account. Whoever writes the installation row first makes the first admin, whatever else runs at once.</summary>
internal sealed class FirstAdmin(
    CreamPieDbContext db, UserManager<AppUser> users, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly ITimeLimitedDataProtector _links = protection.CreateProtector("CreamPie.FirstAdmin").ToTimeLimitedDataProtector();

    public Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        db.Installations.AnyAsync(i => i.FirstAdminAt != null, cancellationToken);

    public string NewToken() => _links.Protect("first admin", TimeSpan.FromHours(1));

    public bool IsToken(string? token)
    {
        try
        {
            return !string.IsNullOrEmpty(token) && _links.Unprotect(token) == "first admin";
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public async Task<FirstAdminResult> CreateAsync(string email, string password, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        DateTime? now = time.Now();
        var first = await db.Installations
            .Where(i => i.FirstAdminAt == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.FirstAdminAt, now), cancellationToken);
        if (first == 0)
            return new FirstAdminResult.AlreadyThere();

        var user = new AppUser { UserName = email, Email = email, EmailConfirmed = true, CreatedAt = now.Value };
        var created = await users.CreateAsync(user, password);
        if (created.Succeeded)
            created = await users.AddToRoleAsync(user, Roles.Admin);
        if (!created.Succeeded)
            return new FirstAdminResult.Invalid([.. created.Errors.Where(e => e.Code != "DuplicateUserName").Select(e => e.Description)]);
        await transaction.CommitAsync(cancellationToken);
        return new FirstAdminResult.Created(user);
    }
}
