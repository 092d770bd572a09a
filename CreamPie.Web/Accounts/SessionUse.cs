using CreamPie.Core.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CreamPie.Web.Accounts;

/// <summary>
/// What a person does in an open page (a click, a key, a new address) is a use of the session; what the server pushes is not.
/// </summary>
internal sealed partial class SessionUse(AuthenticationStateProvider state, Sessions sessions, ILogger<SessionUse> log) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        await UseAsync();
        await next(context);
    };

    private async Task UseAsync()
    {
        try
        {
            if (SessionTicket.SessionOf((await state.GetAuthenticationStateAsync()).User) is { } session)
                sessions.Use(session);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault must not end the circuit: the next click writes it down.
            Log.NotNoted(log, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The use of a session was not noted.")]
        public static partial void NotNoted(ILogger logger, Exception fault);
    }
}
