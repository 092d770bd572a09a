using System.Security.Claims;
using CreamPie.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace CreamPie.Web.Accounts;

/// <summary>
/// A circuit is signed in as long as its session is: an ended session, a disabled user or changed roles take effect
/// within five seconds (this poll, and the three seconds of the cache in <see cref="Sessions"/>).
/// </summary>
internal sealed partial class SessionAuthenticationState(ILoggerFactory logs, Sessions sessions)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = logs.CreateLogger<SessionAuthenticationState>();

    protected override TimeSpan RevalidationInterval => Interval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
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
            // A database fault signs no user out; meanwhile CurrentCaller refuses every operation.
            Log.NotChecked(_log, fault);
            return true;
        }
    }

    private static HashSet<string> RolesOf(ClaimsPrincipal user) => [.. user.FindAll(ClaimTypes.Role).Select(c => c.Value)];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Revalidating a session failed; it stays signed in until the database answers.")]
        public static partial void NotChecked(ILogger logger, Exception fault);
    }
}
