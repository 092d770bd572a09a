using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CreamPie.Web.Http;

/// <summary>
/// Audits what a request may not do, whether its endpoint's policy refuses it or Core does. What only reads is not recorded: links lead
/// people to pages that they may not see. Open pages have their own place for it, <see cref="Components.Shared.CommandPage"/>.
/// </summary>
internal sealed class RefusedCommands(RefusalAudit refusals) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _answer = new();

    /// <summary>By the policy.</summary>
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden)
            await WriteAsync(context, why: null);
        await _answer.HandleAsync(next, context, policy, authorizeResult);
    }

    /// <summary>By Core.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (AccessDeniedException refused)
        {
            await WriteAsync(context, refused.Message);
            throw;
        }
    }

    /// <summary>By whatever stands before both.</summary>
    public async Task WriteAsync(HttpContext context, string? why)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method))
            await refusals.WriteAsync(CallerOfRequest.Of(context), $"{request.Method} {request.Path}", why, CancellationToken.None);
    }
}

internal static class RefusedCommandServices
{
    public static void AddRefusedCommands(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton<RefusedCommands>()
        .AddSingleton<IAuthorizationMiddlewareResultHandler>(provider => provider.GetRequiredService<RefusedCommands>());

    /// <summary>Runs before authorization, after authentication.</summary>
    public static void UseRefusedCommands(this WebApplication app) =>
        app.Use((context, next) => app.Services.GetRequiredService<RefusedCommands>().PassAsync(context, next));
}
