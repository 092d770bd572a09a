namespace CreamPie.Web.Accounts.Mail;

/// <summary>Mails that an admin causes.</summary>
internal sealed class AdministrationMails(Mailer mailer)
{
    /// <param name="root">Of the links: <see cref="PublicUrl"/>.</param>
    public Task<bool> AskForNewPasswordAsync(string email, string root, CancellationToken cancellationToken) => mailer.SendAsync(
        email,
        "Set a new password for CreamPie",
        $"""
        The administrator of this CreamPie server asks you to set a new password. You have been signed out everywhere.

        Sign in with your current password; then you are asked for a new one:

        {root}/account/sign-in

        If somebody else may know your current password, or you don't, choose a new one by a link in a mail instead:

        {root}/account/forgot

        """,
        cancellationToken);

    /// <param name="root">As above.</param>
    public Task<MailResult> TestAsync(string email, string root, CancellationToken cancellationToken) => mailer.TrySendAsync(
        email,
        "Test mail from CreamPie",
        $"""
        Mail from this CreamPie server reaches you:

        {root}

        """,
        cancellationToken);
}
