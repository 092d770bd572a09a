using CreamPie.Core.Accounts;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

internal static class UsersApi
{
    public static void MapUsersApi(this IEndpointRouteBuilder app) => app.MapGroup("/api/users").WithTags("Users").RequireAuthorization()
        .MapGet("/me", Me).Named("GetMe", "You", "The signed-in user.");

    private static Ok<MeResponse> Me(Caller caller, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new MeResponse(caller.Id, caller.Name, [.. caller.Roles.Order()]));
    }

    internal sealed record MeResponse(string Id, string Email, IReadOnlyList<string> Roles);
}
