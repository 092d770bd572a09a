using System.Text.Json;
using System.Text.Json.Serialization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Api;
using CreamPie.Web.Hosting;
using ModelContextProtocol;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CreamPie.Web.Mcp;

/// <summary>The Model Context Protocol for agents: each tool is a read of Querying, or a request to track a symbol.</summary>
internal static class McpServices
{
    public const string Path = "/mcp";

    private static readonly JsonSerializerOptions Json = Options();

    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<AsOfOfRequest>().AddScoped<KnownSeries>().AddScoped<BarEvidence>();
        builder.Services.PostConfigure<McpServerOptions>(OptionalNulls.Allow);
        builder.Services.AddMcpServer(o =>
            {
                o.ServerInfo = new() { Name = "CreamPie", Title = "CreamPie market data", Version = ProgramVersion.Text };
                o.ServerInstructions =
                    "Daily stock-market data with its provenance, from one installation's own archive. Every answer says its basis, "
                    + "currency, source, the day up to which it is known, and what is doubtful; a price is never made up. "
                    + "Call find_symbols first. Answers hold at most 500 rows; \"more\" says how to get the others. "
                    + "Dates are trading days of the exchange.";
            })
            // No state between requests: any node answers, and a restart ends no session.
            .WithHttpTransport(o => o.SessionMode = HttpServerSessionMode.Stateless)
            .WithTools<StockTools>(Json)
            .WithTools<PriceTools>(Json)
            .WithTools<IndicatorTools>(Json)
            .WithTools<OriginTools>(Json)
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => async (request, cancellationToken) =>
            {
                try
                {
                    using var place = await EnterAsync(request, cancellationToken);
                    return await next(request, cancellationToken);
                }
                catch (Exception refusal) when (refusal is AccessDeniedException or LimitReachedException)
                {
                    return Refused(refusal.Message);
                }
                catch (Exception unreadable) when (
                    unreadable is JsonException or (ArgumentException and not ArgumentOutOfRangeException and not ArgumentNullException))
                {
                    return Refused("An argument has another type than the tool's schema says, or a required one is missing.");
                }
            }));
    }

    private static CallToolResult Refused(string why) => new() { IsError = true, Content = [new TextContentBlock { Text = why }] };

    /// <summary>A message without the parts of its method is the sender's fault, and not ours.</summary>
    private static async ValueTask<object?> RefuseUnreadableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsPost(request.Method) && !request.HasJsonContentType())
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await next(context);
        }
        catch (JsonException) when (!context.HttpContext.Response.HasStarted)
        {
            return Problems.Invalid(
                "invalidMessage", "The body must be a message of the Model Context Protocol, with what its method needs.");
        }
    }

    public static void MapMcpServer(this IEndpointRouteBuilder routes) => routes.MapMcp(Path)
        .AddEndpointFilter(RefuseUnreadableAsync).AddEndpointFilter(AsOfOfRequest.CheckAsync)
        .RequireAuthorization(Policies.Analyst).ForKeys(KeyScopes.Read, readsByPost: true).ExcludeFromDescription();

    /// <summary>Null for a tool that reads little. Whatever tool is asked about a past day computes it anew.</summary>
    private static async Task<IDisposable?> EnterAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var services = request.Services!;
        var isHeavy = request.Params?.Name is "get_bars" or "get_indicators"
            || request.Params?.Arguments?.ContainsKey(AsOfOfRequest.Parameter) == true
            || services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Request.Query.ContainsKey(AsOfOfRequest.Parameter) == true;
        return isHeavy
            ? await services.GetRequiredService<HeavyReads>().AnswerAsync(services.GetRequiredService<Caller>(), cancellationToken)
            : null;
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        // Its converter would write other words than the API: Splits for splits.
        options.Converters.Clear();
        return options;
    }
}
