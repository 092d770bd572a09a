using CreamPie.Core.Accounts;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>The mail with the link of an invitation.</summary>
internal sealed class InvitationMails(Mailer mailer, IOptions<AccountsOptions> accounts)
{
    /// <param name="root">Of the link: <see cref="PublicUrl"/>.</param>
    public Task<bool> SendAsync(string email, string token, string root, CancellationToken cancellationToken) => mailer.SendAsync(
        email,
        "You are invited to CreamPie",
        $"""
        The administrator of a CreamPie server invites you to open an account.

        To accept, open this link and {Next}. The link is valid for seven days and works once:

        {LinkOf(token, root)}

        If you did not expect this, ignore this e-mail: no account is created.

        """,
        cancellationToken);

    private string Next => accounts.Value.OnlyOidc ? "sign in at your identity provider" : "choose a password";

    public static string LinkOf(string token, string root) => $"{root}/account/invitation?token={Uri.EscapeDataString(token)}";
}
