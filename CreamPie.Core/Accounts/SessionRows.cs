using System.Net;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts;

/// <summary>What the rows of sessions say.</summary>
internal static class SessionRows
{
    /// <summary>
    /// The sessions that are neither revoked nor expired, nor, for a browser's, idle for too long; while only identity providers
    /// sign in, those that one began.
    /// </summary>
    public static IQueryable<UserSession> Valid(CreamPieDbContext db, DateTime now, TimeSpan idle, bool onlyOidc)
    {
        var idleSince = now - idle;
        var valid = db.UserSessions.Where(
            s => s.RevokedAt == null && s.ExpiresAt > now && (s.RefreshHash != null || (s.LastSeenAt ?? s.CreatedAt) > idleSince));
        return onlyOidc ? valid.Where(s => s.Provider != null) : valid;
    }

    /// <summary>A session with its user as both are now; null if there is no such session, or its user is disabled.</summary>
    public static async Task<SessionUser?> ReadAsync(
        CreamPieDbContext db, IQueryable<UserSession> one, bool onlyOidc, CancellationToken cancellationToken)
    {
        var found = await (
            from s in one
            join u in db.Users on s.UserId equals u.Id
            where u.DisabledAt == null
            select new
            {
                s.Id,
                s.ExpiresAt,
                s.Address,
                s.UserId,
                u.Email,
                u.DisplayName,
                u.MustChangePassword,
                Preferences = db.UserPreferences.Where(p => p.UserId == u.Id).SingleOrDefault(),
                Roles = (
                    from ur in db.UserRoles
                    join r in db.Roles on ur.RoleId equals r.Id
                    where ur.UserId == u.Id
                    select r.Name).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        // Where nobody has a password, nobody could set the one that an admin asked for.
        var mustChange = found.MustChangePassword && !onlyOidc;
        return new SessionUser(
            found.Id, found.UserId, found.Email ?? "", mustChange ? [] : [.. found.Roles.OfType<string>()], found.ExpiresAt,
            IPAddress.TryParse(found.Address, out var address) ? address : null)
        {
            DisplayName = found.DisplayName,
            MustChangePassword = mustChange,
            Preferences = PreferenceValues.Of(found.Preferences),
        };
    }
}
