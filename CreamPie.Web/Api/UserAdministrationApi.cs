using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Users;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Keys;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

internal sealed record RoleRequest([property: JsonRequired] string? Role);

internal sealed record InvitationRequest([property: Required] string? Email, string? Role);

/// <param name="IsMailed">False if the mail server refused the mail: pass the link on.</param>
/// <param name="Link">Opens the account, once; it is shown nowhere else.</param>
internal sealed record InvitationAnswer(Guid Id, string Email, string Role, DateTime ExpiresAt, bool IsMailed, string Link);

/// <summary>
/// People, roles, sessions and invitations, for admins. No key gives anybody access that would outlive it, changes how somebody signs in,
/// or reads sessions.
/// </summary>
internal static class UserAdministrationApi
{
    private const string AllWaysInHelp = "true removes the other ways to sign in as well; default: false.";

    public static void MapUserAdministration(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Users").ForAdmins();
        users.MapGet("", UsersAsync).Named("ListUsers", "Users", "Users by address; filtered by text, role and status.");
        users.MapGet("/invitations", InvitationsAsync)
            .Named("ListInvitations", "Invitations", "Invitations that wait for an answer.");
        users.MapPost("/invitations", InviteAsync).ForKeys(KeyScopes.None).WithSecret()
            .Named("InviteUser", "Invite somebody", "Invites a mailbox, as an admin or analyst, for seven days.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        users.MapDelete("/invitations/{invitation:guid}", WithdrawAsync)
            .Named("WithdrawInvitation", "Withdraw an invitation", "Its link stops working.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        var user = users.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        user.MapGet("", UserAsync).ForKeys(KeyScopes.None).Named("GetUser", "A user", "One user, with the sessions that are valid.");
        user.MapDelete("", (Guid id, Caller caller, UserAdministration users, CancellationToken cancellationToken) =>
                AnswerAsync(users.DeleteAsync(caller, Key(id), cancellationToken)))
            .Named("DeleteUser", "Delete a user", "Deletes a user; the audit keeps what the user did.").Refusing();
        user.MapPut("/role", SetRoleAsync).ForKeys(KeyScopes.None)
            .Named("SetUserRole", "Set a role", "Gives a user one role, Admin or Analyst, or none (null).").Refusing();
        user.MapPost("/disable", (Guid id, Caller caller, UserAdministration users, CancellationToken cancellationToken) =>
                AnswerAsync(users.DisableAsync(caller, Key(id), cancellationToken)))
            .Named("DisableUser", "Disable a user", "Disables a user and ends all sessions.").Refusing();
        user.MapPost("/enable", (Guid id, Caller caller, UserAdministration users, CancellationToken cancellationToken) =>
                AnswerAsync(users.EnableAsync(caller, Key(id), cancellationToken)))
            .Named("EnableUser", "Enable a user", "Enables a disabled user; sessions stay ended.");
        user.MapPost("/require-new-password", RequireNewPasswordAsync).ForKeys(KeyScopes.None)
            .Named(
                "RequireNewPassword", "Require a new password",
                "Ends all sessions; the user must set a new password after the next sign-in. Passkeys, linked accounts, API keys "
                + "and feeds, which GetUser lists, stay unless allWaysIn is true.").Refusing();
        user.MapPost("/reset-second-factor",
                (Guid id, [FromQuery, Description(AllWaysInHelp)] bool? allWaysIn, Caller caller, UserAdministration users,
                    CancellationToken cancellationToken) =>
                    AnswerAsync(users.ResetSecondFactorAsync(caller, Key(id), allWaysIn == true, cancellationToken)))
            .ForKeys(KeyScopes.None)
            .Named(
                "ResetSecondFactor", "Reset the second factor",
                "Removes authenticator app, recovery codes and passkeys, and ends all sessions. Linked accounts, API keys and feeds, "
                + "which GetUser lists, stay unless allWaysIn is true.").Refusing();
        user.MapDelete("/sessions", (Guid id, Caller caller, UserAdministration users, CancellationToken cancellationToken) =>
                AnswerAsync(users.EndSessionsAsync(caller, Key(id), session: null, cancellationToken)))
            .Named("EndUserSessions", "End all sessions", "Ends all sessions of a user.");
        user.MapDelete("/sessions/{session:guid}",
                (Guid id, Guid session, Caller caller, UserAdministration users, CancellationToken cancellationToken) =>
                    AnswerAsync(users.EndSessionsAsync(caller, Key(id), session, cancellationToken)))
            .Named("EndUserSession", "End a session of a user", "Ends one session of a user.");
    }

    private static void Refusing(this RouteHandlerBuilder endpoint) => endpoint.ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<ListPage<UserItem>>, ProblemHttpResult>> UsersAsync(
        [FromQuery, Text] string? query, [FromQuery, Words("", "admin", "analyst", "none")] string? role,
        [FromQuery, Words("", "active", "unconfirmed", "disabled")] string? status, [AsParameters] PageParameters paging,
        HttpRequest request, Caller caller, UserQuery users, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var inStatus = text.Word<UserStatus>("status", status);
        var page = text.Page(paging);
        var withRole = role?.ToUpperInvariant() switch
        {
            null or "" => null,
            "ADMIN" => Roles.Admin,
            "ANALYST" => Roles.Analyst,
            "NONE" => "",
            _ => "?",
        };
        if (withRole == "?")
            text.Refuse("role", "role must be one of admin, analyst, none.");
        if (text.Problem is not null)
            return text.Problem;
        var list = await users.UsersAsync(caller, query, withRole, inStatus, page, cancellationToken);
        return TypedResults.Ok(list with { Next = QueryText.Next(request, list.Cursor) });
    }

    private static async Task<Results<Ok<UserFacts>, ProblemHttpResult>> UserAsync(
        Guid id, Caller caller, UserQuery users, CancellationToken cancellationToken) =>
        await users.UserAsync(caller, Key(id), cancellationToken) is { } facts ? TypedResults.Ok(facts) : NoUser();

    private static async Task<Results<NoContent, ProblemHttpResult>> SetRoleAsync(
        Guid id, RoleRequest request, Caller caller, UserAdministration users, CancellationToken cancellationToken) =>
        request.Role is null or Roles.Admin or Roles.Analyst
            ? await AnswerAsync(users.SetRoleAsync(caller, Key(id), request.Role, cancellationToken))
            : Problems.Invalid("invalidRole", "role must be \"Admin\", \"Analyst\" or null.");

    private static async Task<Results<NoContent, ProblemHttpResult>> RequireNewPasswordAsync(
        Guid id, [FromQuery, Description(AllWaysInHelp)] bool? allWaysIn, HttpRequest request, Caller caller, UserAdministration users,
        UserQuery query, AdministrationMails mails, PublicUrl address, CancellationToken cancellationToken)
    {
        var change = await users.RequireNewPasswordAsync(caller, Key(id), allWaysIn == true, cancellationToken);
        if (change == UserChange.Done && await query.UserAsync(caller, Key(id), cancellationToken) is { } facts)
            await mails.AskForNewPasswordAsync(facts.User.Email, address.Of(request), cancellationToken);
        return await AnswerAsync(Task.FromResult(change));
    }

    private static async Task<Ok<IReadOnlyList<InvitationItem>>> InvitationsAsync(
        Caller caller, Invitations invitations, CancellationToken cancellationToken) =>
        TypedResults.Ok(await invitations.ListAsync(caller, cancellationToken));

    private static async Task<Results<Created<InvitationAnswer>, ProblemHttpResult>> InviteAsync(
        InvitationRequest request, HttpRequest http, Caller caller, Invitations invitations, InvitationMails mails, PublicUrl address,
        CancellationToken cancellationToken)
    {
        switch (await invitations.CreateAsync(caller, request.Email ?? "", request.Role ?? Roles.Analyst, cancellationToken))
        {
            case InvitationResult.Created { Invitation: var i, Token: var token }:
                var root = address.Of(http);
                var isMailed = await mails.SendAsync(i.Email, token, root, cancellationToken);
                http.HttpContext.Response.Headers.CacheControl = "no-store";
                return TypedResults.Created(
                    $"/api/users/invitations/{i.Id}",
                    new InvitationAnswer(i.Id, i.Email, i.Role, i.ExpiresAt, isMailed, InvitationMails.LinkOf(token, root)));
            case InvitationResult.Invalid invalid:
                return Problems.Invalid("invitation", invalid.Problem);
            default:
                return Problems.Conflict("hasAccount", "This address has an account already.");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid invitation, Caller caller, Invitations invitations, CancellationToken cancellationToken) =>
        await invitations.RevokeAsync(caller, invitation, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("unknownInvitation", "There is no such invitation, or it was accepted or withdrawn.");

    /// <summary>As Identity writes its keys.</summary>
    private static string Key(Guid id) => id.ToString("D");

    private static async Task<Results<NoContent, ProblemHttpResult>> AnswerAsync(Task<UserChange> change) => await change switch
    {
        UserChange.NoUser => NoUser(),
        UserChange.LastAdmin => Problems.Conflict("lastAdmin", UserTexts.LastAdmin),
        UserChange.NoPassword => Problems.Conflict("noPassword", UserTexts.NoPassword),
        UserChange.PasswordsOff => Problems.Conflict("passwordsOff", AccountsOptions.OnlyOidcText),
        _ => TypedResults.NoContent(),
    };

    private static ProblemHttpResult NoUser() => Problems.NotFound("unknownUser", "There is no such user.");
}
