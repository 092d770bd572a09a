using CreamPie.Core.Monitoring.Alerts;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Web.Accounts.Mail;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting.Monitoring;

/// <summary>Alerts to the mailbox of the operators.</summary>
internal sealed class MailChannel(IOptions<AlertOptions> options, IOptions<HostingOptions> hosting, Mailer mailer) : IAlertChannel
{
    public string Name => "mail";

    public bool IsOn => !string.IsNullOrWhiteSpace(options.Value.MailTo);

    public async Task<AlertFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var subject = message.IsRecovery ? $"Recovered: {message.Title}" : message.Title;
        var sent = await mailer.TrySendAsync(
            options.Value.MailTo!,
            $"[CreamPie] {subject}",
            $"""
            {(message.IsRecovery ? "This is over:" : "This needs a person:")}

            {message.Title}
            {message.Detail}

            Noticed at {message.CreatedAt:u}. The overview has more:

            {hosting.Value.PublicUrl.TrimEnd('/')}/admin/overview

            """,
            cancellationToken);
        return sent.IsSent ? null : new(sent.Sentence);
    }
}
