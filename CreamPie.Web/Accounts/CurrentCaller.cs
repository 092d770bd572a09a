using CreamPie.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace CreamPie.Web.Accounts;

/// <summary>
/// The current caller of a page. A circuit outlives the request that opened it, so its session is
/// looked up for every operation: a session ended elsewhere is refused within seconds.
/// </summary>
internal sealed class CurrentCaller(AuthenticationStateProvider state, Sessions sessions)
{
    /// <exception cref="AccessDeniedException">The session has ended, or needs a new password first.</exception>
    public async Task<Caller> GetAsync(CancellationToken cancellationToken)
    {
        var principal = (await state.GetAuthenticationStateAsync()).User;
        if (SessionTicket.SessionOf(principal) is { } session && await sessions.FindAsync(session, cancellationToken) is { } user)
            return user.MustChangePassword
                ? throw new AccessDeniedException(NewPasswordFirst.Sentence)
                : new Caller(user.UserId, user.Email, user.Roles.ToHashSet()) { Address = user.Address, Session = session };
        throw new AccessDeniedException("You are no longer signed in. Reload the page to sign in again.");
    }
}
