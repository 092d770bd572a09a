using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Components.Shared;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>What a mail tells a person about the account.</summary>
/// <param name="Subject">Of the mail.</param>
/// <param name="What">A sentence without its full stop.</param>
/// <param name="Left">What still signs in as before; null for nothing to say.</param>
internal sealed record Notice(string Subject, string What, string? Left = null)
{
    public static Notice PasswordChanged(OtherWaysIn left) => new(
        "Your CreamPie password was changed", "The password of your CreamPie account was changed", UserTexts.ListOf(left));

    public static readonly Notice AuthenticatorAdded =
        new("Two-step sign-in is on for CreamPie", "An authenticator app was added to your CreamPie account");

    public static readonly Notice AuthenticatorRemoved =
        new("Two-step sign-in is off for CreamPie", "The authenticator app was removed from your CreamPie account");

    public static readonly Notice CodesReplaced =
        new("New recovery codes for CreamPie", "The recovery codes of your CreamPie account were replaced");

    public static readonly Notice PasskeyAdded = new("A passkey was added to CreamPie", "A passkey was added to your CreamPie account");

    public static readonly Notice PasskeyRemoved =
        new("A passkey was removed from CreamPie", "A passkey was removed from your CreamPie account");

    public static Notice KeyAdded(string name) =>
        new("An API key was added to CreamPie", $"An API key named {name} was made for your CreamPie account");

    public static Notice KeyRevoked(string name) =>
        new("An API key was revoked for CreamPie", $"The API key named {name} of your CreamPie account was revoked");

    public static Notice FeedAdded(string name) =>
        new("A feed was added to CreamPie", $"A feed named {name} was made for your CreamPie account");

    public static Notice FeedRevoked(string name) =>
        new("A feed was revoked for CreamPie", $"The feed named {name} of your CreamPie account was revoked");

    public static Notice EmailRequested(string email) =>
        new("Your CreamPie e-mail is about to change", $"Somebody signed in to your CreamPie account asked to move it to {email}");

    public static Notice EmailChanged(string email) =>
        new("Your CreamPie e-mail was changed", $"Your CreamPie account was moved to {email}");

    public static Notice CodeUsed(int left) =>
        new("A recovery code was used for CreamPie", $"A recovery code of your CreamPie account was used; {left} are left");

    public static Notice Linked(string provider) =>
        new($"CreamPie is linked to {provider}", $"Your CreamPie account was linked to {provider}");

    public static Notice Unlinked(string provider) =>
        new($"CreamPie is no longer linked to {provider}", $"The link of your CreamPie account to {provider} was removed");
}

/// <summary>Tells a person of every change of how the account is entered: whoever changed it may be somebody else.</summary>
internal sealed class NoticeMails(Mailer mailer, PublicUrl address, IOptions<AccountsOptions> accounts, TimeProvider time)
{
    public Task<bool> SayAsync(string email, Notice notice, HttpContext context) => mailer.SendAsync(
        email,
        notice.Subject,
        $"""
        {notice.What}, on {DisplayText.Exactly(time.Now())}, from {context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address"}.
        {Stays(notice, address.Of(context.Request))}
        If this was you, there is nothing to do.

        {IfItWasNot(address.Of(context.Request))}

        """,
        context.RequestAborted);

    private string IfItWasNot(string root) => accounts.Value.OnlyOidc
        ? $"""
        If it was not, secure your account at the identity provider, tell the administrator of this server, and remove each linked
        account, API key and feed that is not yours:

        {root}/account/providers
        {root}/account/keys
        {root}/account/feeds
        """
        : $"""
        If it was not, choose a new password now, which also revokes your API keys and feeds:

        {root}/account/forgot

        Then remove each passkey and linked account that is not yours, since they work without the password, and tell the
        administrator of this server:

        {root}/account
        """;

    private static string Stays(Notice notice, string root) => notice.Left is null ? "" :
        $"""

        This still signs in without the password: {notice.Left}. Remove what is not yours:

        {root}/account/passkeys
        {root}/account/providers
        {root}/account/keys
        {root}/account/feeds

        """;

    public Task<bool> SayGoodbyeAsync(string email, HttpContext context) => mailer.SendAsync(
        email,
        "Your CreamPie account was deleted",
        $"""
        Your CreamPie account and its data were deleted, on {DisplayText.Exactly(time.Now())}.

        If you did not do this, tell the administrator of this server.

        """,
        context.RequestAborted);
}
