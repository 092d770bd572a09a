using System.Globalization;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Http.Features;

namespace CreamPie.Web.Http.Circuits;

/// <summary>Refuses circuits beyond their limits before they cost anything: at the handshake, and before the page is sent.</summary>
internal static class CircuitServices
{
    /// <summary>A handshake that is begun and never completed is kept for some seconds.</summary>
    private const int HandshakesPerMinute = 600;

    private static readonly PathString Hub = "/_blazor";

    public static void AddCircuitLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<CircuitLimits>()
            .BindConfiguration(CircuitLimits.Section)
            .ValidateDataAnnotations();
        builder.Services.AddSingleton<CircuitPlaces>();
    }

    /// <summary>Runs after authentication. The hub takes WebSockets only: each is one request, and one circuit at most.</summary>
    public static void UseCircuitLimits(this WebApplication app)
    {
        var places = app.Services.GetRequiredService<CircuitPlaces>();
        var handshakes = new CallRate(HandshakesPerMinute, app.Services.GetRequiredService<TimeProvider>());
        var unknown = ActivatorUtilities.CreateInstance<UnknownConnections>(app.Services);
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Hub), hub => hub.Use(async (context, next) =>
        {
            var caller = CallerOfRequest.Of(context);
            // Authorization refuses it.
            if (caller.Id.Length == 0)
            {
                await next(context);
                return;
            }
            try
            {
                if (handshakes.Count(caller.Id) is { Allowed: false, ResetSeconds: var reset })
                    throw new LimitReachedException("Too many connections in one minute.", TimeSpan.FromSeconds(reset));
                if (!IsConnection(context.Request.Path))
                {
                    await next(context);
                }
                else if (!IsWebSocket(context))
                {
                    // Long polling is many short requests, and the connection behind them cannot be counted by them.
                    await ProblemResponses.WriteAsync(
                        context, 400, "webSocketsOnly", "Pages need WebSockets: the reverse proxy in between must pass them on.");
                }
                else
                {
                    using var place = places.Take(caller);
                    await next(context);
                    unknown.Note(context);
                }
            }
            catch (LimitReachedException limit) when (!context.Response.HasStarted)
            {
                context.Response.Headers.RetryAfter = limit.RetrySeconds.ToString(CultureInfo.InvariantCulture);
                await ProblemResponses.WriteAsync(
                    context, limit.IsServerBusy ? 503 : 429, limit.IsServerBusy ? "tooManyPages" : "tooManyOwnPages", limit.Message);
            }
        }));
    }

    /// <summary>Negotiation and the goodbye of a closed page have paths below; routing ignores a slash at the end.</summary>
    private static bool IsConnection(PathString path) =>
        path.StartsWithSegments(Hub, out var rest) && rest.ToString().AsSpan().Trim('/').IsEmpty;

    private static bool IsWebSocket(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true }
        || "websocket".Equals(context.Request.Headers.Upgrade.ToString(), StringComparison.OrdinalIgnoreCase);
}
