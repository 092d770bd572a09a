using CreamPie.Core.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

internal static class UsersApi
{
    public static void MapUsersApi(this WebApplication app) => app.MapGroup("/api/users").WithTags("Users").RequireAuthorization()
        .MapGet("/me", Me).WithSummary("The signed-in user.");

    private static Ok<MeResponse> Me(Caller caller) => TypedResults.Ok(new MeResponse(caller.Id, caller.Name, [.. caller.Roles.Order()]));

    internal sealed record MeResponse(string Id, string Email, IReadOnlyList<string> Roles);
}
