using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

internal static class VersionApi
{
    public const string Path = "/api/version";

    public static void MapVersion(this IEndpointRouteBuilder app) => app.MapGet(Path, Version)
        .WithTags("Server").RequireAuthorization().ForKeys(KeyScopes.Read)
        .Named("GetVersion", "Version", "The version of the program that answers.");

    private static Ok<VersionResponse> Version(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new VersionResponse(ProgramVersion.Text));
    }

    internal sealed record VersionResponse(string Version);
}
