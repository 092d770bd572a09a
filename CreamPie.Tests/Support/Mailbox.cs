using MimeKit;

namespace CreamPie.Tests.Support;

/// <summary>The mails that an application without a mail server wrote to its folder.</summary>
internal static class Mailbox
{
    public static IReadOnlyList<MimeMessage> Mails(this TestApplication app) => Directory.Exists(Path.Combine(app.Folder, "mail"))
        ? [.. Directory.GetFiles(Path.Combine(app.Folder, "mail")).Select(file => MimeMessage.Load(file)).OrderBy(m => m.Date)]
        : [];

    public static IReadOnlyList<MimeMessage> MailsTo(this TestApplication app, string email) =>
        [.. app.Mails().Where(m => m.To.Mailboxes.Single().Address == email)];

    /// <summary>The one link in a mail, as path and query.</summary>
    public static string Link(this MimeMessage mail) =>
        new Uri(mail.TextBody!.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal)).Trim()).PathAndQuery;
}
