using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <param name="Scopes">read, track, admin.</param>
/// <param name="ExpiresAt">A date or an instant, like 2027-06-30T12:00:00Z; null for never.</param>
internal sealed record ApiKeyRequest(
    [property: Required] string? Name, [property: Required] IReadOnlyList<string?>? Scopes, string? ExpiresAt);

/// <param name="Key">Shown this once.</param>
internal sealed record ApiKeyAnswer(Guid Id, string Name, string Key, IReadOnlyList<string> Scopes, DateTime? ExpiresAt);

internal sealed record ApiKeyList(IReadOnlyList<KeyItem> Items);

/// <summary>The caller's own API keys. No key opens this: keys make no keys.</summary>
internal static class ApiKeysApi
{
    public static void MapApiKeysApi(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/users/me/api-keys").WithTags("Users").RequireAuthorization();
        keys.MapGet("", ListAsync).Named("ListApiKeys", "Your API keys", "Your API keys, without what makes them work.");
        keys.MapPost("", CreateAsync).WithSecret()
            .Named(
                "CreateApiKey", "Make an API key", "Makes an API key, within ten minutes of a sign-in. The key is shown this once.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        keys.MapDelete("/{id:guid}", RevokeAsync)
            .Named("RevokeApiKey", "Revoke an API key", "Its next call is refused.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<ApiKeyList>> ListAsync(
        Caller caller, ApiKeys keys, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new ApiKeyList(await keys.ListAsync(caller, cancellationToken)));
    }

    private static async Task<Results<Created<ApiKeyAnswer>, ProblemHttpResult>> CreateAsync(
        ApiKeyRequest request, Caller caller, ApiKeys keys, NoticeMails notices, HttpContext context, CancellationToken cancellationToken)
    {
        if (KeyWords.Read(request.Scopes) is not { } scopes)
            return Problems.Invalid("invalidScopes", "scopes must be one or more of \"read\", \"track\" and \"admin\".");
        if (!ExpiryText.TryRead(request.ExpiresAt, out var expiresAt))
            return ExpiryText.Problem();
        switch (await keys.CreateAsync(caller, request.Name ?? "", scopes, expiresAt, cancellationToken))
        {
            case KeyResult.Created { Item: var item, Key: var key }:
                await notices.SayAsync(caller.Name, Notice.KeyAdded(item.Name), context);
                context.Response.Headers.CacheControl = "no-store";
                return TypedResults.Created(
                    $"/api/users/me/api-keys/{item.Id}", new ApiKeyAnswer(item.Id, item.Name, key, item.Scopes, item.ExpiresAt));
            case KeyResult.Invalid invalid:
                return ExpiryText.Refused(invalid.Field, invalid.Problem);
            default:
                throw new InvalidOperationException("There is no third result.");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, Caller caller, ApiKeys keys, NoticeMails notices, HttpContext context, CancellationToken cancellationToken)
    {
        if (await keys.RevokeAsync(caller, id, cancellationToken) is not { } name)
            return Problems.NotFound("unknownKey", "You have no such API key.");
        await notices.SayAsync(caller.Name, Notice.KeyRevoked(name), context);
        return TypedResults.NoContent();
    }
}
