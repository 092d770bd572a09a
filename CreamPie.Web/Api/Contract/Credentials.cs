using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>What opens an operation: nothing, a token, or an API key of a scope.</summary>
internal static class Credentials
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    public static Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The accessToken of POST /api/auth/login; or an API key, where its scope opens the operation.",
        });
        document.AddComponent(ApiKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyHandler.Header,
            Description = "Made under Account, API keys, or with POST /api/users/me/api-keys; with the scope read, track or admin.",
        });
        return Task.CompletedTask;
    }

    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Security = [];
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any())
            return Task.CompletedTask;
        operation.Security.Add(new() { [new(Bearer, context.Document)] = [] });
        var scope = ScopeOf(metadata, context.Description.HttpMethod);
        if (scope == KeyScopes.None)
        {
            operation.Description += " No API key opens it.";
            return Task.CompletedTask;
        }
        var word = scope.ToString().ToLowerInvariant();
        operation.Security.Add(new() { [new(ApiKey, context.Document)] = [word] });
        operation.Description += $" An API key needs the scope {word}.";
        return Task.CompletedTask;
    }

    /// <summary>The scope read opens nothing but reads.</summary>
    private static KeyScopes ScopeOf(IEnumerable<object> metadata, string? method) => metadata.OfType<RequiredKeyScope>().LastOrDefault()
    switch
    {
        { Scope: KeyScopes.Read, ReadsByPost: false } when method != HttpMethods.Get => KeyScopes.None,
        { Scope: var scope } => scope,
        null => KeyScopes.None,
    };
}
