using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.SignedIn;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Users;

/// <summary>The people of this installation, for an admin.</summary>
/// <param name="contexts">Of the database with the users.</param>
/// <param name="sessions">Decides which of them are valid.</param>
public sealed class UserQuery(IDbContextFactory<CreamPieDbContext> contexts, Sessions sessions)
{
    /// <summary>Users by address, part of address or name, role and status, in the order of the addresses.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="text">Part of address or name, ignoring case; null for all.</param>
    /// <param name="role">One of <see cref="Roles"/>, "" for users without one; null for all.</param>
    /// <param name="status">Null for all.</param>
    /// <param name="page">Which part of the list.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="ArgumentException">The cursor is invalid.</exception>
    public async Task<ListPage<UserItem>> UsersAsync(
        Caller caller, string? text, string? role, UserStatus? status, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!Cursor.TryRead(page.Cursor, out int start))
            throw new ArgumentException("The cursor is invalid.", nameof(page));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = InStatus(WithRole(db, Matching(db.Users.AsNoTracking(), text), role), status);
        var total = await users.CountAsync(cancellationToken);
        var items = await ItemsAsync(
            db, users.OrderBy(u => u.NormalizedEmail).ThenBy(u => u.Id).Skip(start).Take(page.Limit), cancellationToken);
        return new(items, total, Next: null, start + items.Count < total ? Cursor.Of(start + items.Count) : null);
    }

    /// <summary>One user with the valid sessions; null if there is no such user.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="id">Key of the user.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<UserFacts?> UserAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ItemsAsync(db, db.Users.AsNoTracking().Where(u => u.Id == id), cancellationToken) is not [var user])
            return null;
        var rows = await sessions.Valid(db).AsNoTracking().Where(s => s.UserId == id).ToListAsync(cancellationToken);
        return new(user, await OtherWaysIn.OfAsync(db, id, cancellationToken), [.. rows
            .Select(s => new SessionItem(
                s.Id, BrowserName.Of(s.UserAgent), s.Address, s.CreatedAt, s.LastSeenAt ?? s.CreatedAt, s.ExpiresAt,
                s.RefreshHash is not null))
            .OrderByDescending(s => s.LastSeenAt)]);
    }

    private async Task<List<UserItem>> ItemsAsync(CreamPieDbContext db, IQueryable<AppUser> users, CancellationToken cancellationToken)
    {
        var valid = sessions.Valid(db);
        var rows = await users.Select(u => new
        {
            User = u,
            Roles = db.UserRoles.Where(ur => ur.UserId == u.Id)
                .Join(db.Roles, ur => ur.RoleId, r => r.Id, (_, r) => r.Name)
                .ToList(),
            Sessions = valid.Count(s => s.UserId == u.Id),
            LastSeenAt = db.UserSessions.Where(s => s.UserId == u.Id).Max(s => (DateTime?)(s.LastSeenAt ?? s.CreatedAt)),
        }).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new UserItem(
            r.User.Id, r.User.Email ?? "", r.User.DisplayName, [.. r.Roles.OfType<string>().Order(StringComparer.Ordinal)],
            r.User.CreatedAt, r.User.DisabledAt, r.User.EmailConfirmed, r.User.TwoFactorEnabled, r.User.MustChangePassword,
            r.Sessions, r.LastSeenAt));
    }

    private static IQueryable<AppUser> Matching(IQueryable<AppUser> users, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return users;
        var upper = text.Trim().ToUpper(CultureInfo.InvariantCulture);
#pragma warning disable CA1304, CA1311, CA1862 // becomes the database's upper()
        return users.Where(u => u.NormalizedEmail!.Contains(upper)
            || (u.DisplayName != null && u.DisplayName.ToUpper().Contains(upper)));
#pragma warning restore CA1304, CA1311, CA1862
    }

    private static IQueryable<AppUser> WithRole(CreamPieDbContext db, IQueryable<AppUser> users, string? role) => role switch
    {
        null => users,
        "" => users.Where(u => !db.UserRoles.Any(r => r.UserId == u.Id)),
        _ => users.Where(u => db.UserRoles.Any(ur => ur.UserId == u.Id && db.Roles.Any(r => r.Id == ur.RoleId && r.Name == role))),
    };

    private static IQueryable<AppUser> InStatus(IQueryable<AppUser> users, UserStatus? status) => status switch
    {
        null => users,
        UserStatus.Disabled => users.Where(u => u.DisabledAt != null),
        UserStatus.Unconfirmed => users.Where(u => u.DisabledAt == null && !u.EmailConfirmed),
        _ => users.Where(u => u.DisabledAt == null && u.EmailConfirmed),
    };
}
