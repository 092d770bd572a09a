using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>Mails with a link that changes an account.</summary>
internal sealed class RecoveryMails(Mailer mailer, PublicUrl address)
{
    public Task<bool> AskForPasswordAsync(AppUser user, string token, HttpContext context) => mailer.SendAsync(
        user.Email!,
        "Choose a new password for CreamPie",
        $"""
        A new password was requested for your CreamPie account.

        To choose one, open this link. It is valid for one hour and works once:

        {address.Of(context.Request)}/account/reset?user={Uri.EscapeDataString(user.Id)}&token={Uri.EscapeDataString(token)}

        If you did not request this, ignore this e-mail: your password stays as it is.

        """,
        context.RequestAborted);

    public Task<bool> SayThereIsNoPasswordAsync(string email, HttpContext context) => mailer.SendAsync(
        email,
        "No CreamPie account for this address",
        """
        A new password was just requested at CreamPie for this address.

        The address has no active account there: perhaps you signed up with another one, or never confirmed it.

        If this was not you, ignore this e-mail.

        """,
        context.RequestAborted);

    public Task<bool> SayToSignInAtProviderAsync(string email, HttpContext context) => mailer.SendAsync(
        email,
        "Your CreamPie account has no password",
        $"""
        A new password was just requested at CreamPie for this address.

        Your account there has none: sign in at your identity provider.

        {address.Of(context.Request)}/account/sign-in

        If this was not you, ignore this e-mail.

        """,
        context.RequestAborted);

    public Task<bool> AskForEmailAsync(AppUser user, string email, string token, HttpContext context) => mailer.SendAsync(
        email,
        "Confirm your new e-mail for CreamPie",
        $"""
        Your CreamPie account is to be moved to this address.

        To confirm it, open this link. It is valid for one hour and works once:

        {address.Of(context.Request)}/account/email/confirm?{QueryOf(user, email, token)}

        If this was not you, ignore this e-mail: nothing changes.

        """,
        context.RequestAborted);

    private static string QueryOf(AppUser user, string email, string token) =>
        $"user={Uri.EscapeDataString(user.Id)}&email={Uri.EscapeDataString(email)}&token={Uri.EscapeDataString(token)}";
}
