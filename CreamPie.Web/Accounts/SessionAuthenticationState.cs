using System.Security.Claims;
using CreamPie.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace CreamPie.Web.Accounts;

/// <summary>
/// A circuit is signed in as long as its session is: one that was ended, of a user who was disabled or whose roles are
/// others now, is noticed within five seconds (this second, and the three for which <see cref="Sessions"/> remembers).
/// </summary>
internal sealed partial class SessionAuthenticationState(ILoggerFactory logs, Sessions sessions) : RevalidatingServerAuthenticationStateProvider(logs)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = logs.CreateLogger<SessionAuthenticationState>();

    protected override TimeSpan RevalidationInterval => Interval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            var shown = authenticationState.User;
            if (SessionTicket.SessionOf(shown) is not { } session || await sessions.FindAsync(session, cancellationToken) is not { } user)
                return false;
            var current = user.ToPrincipal(CreamPieScheme.Cookie);
            if (!RolesOf(shown).SetEquals(RolesOf(current)))
                SetAuthenticationState(Task.FromResult(new AuthenticationState(current)));
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A database that is away for a moment signs nobody out; CurrentCaller lets nobody act meanwhile.
            Log.NotChecked(_log, fault);
            return true;
        }
    }

    private static HashSet<string> RolesOf(ClaimsPrincipal user) => [.. user.FindAll(ClaimTypes.Role).Select(c => c.Value)];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Whether a session is still good could not be read.")]
        public static partial void NotChecked(ILogger logger, Exception fault);
    }
}
