using CreamPie.Core.Monitoring.Alerts;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Hosting.Monitoring;

public sealed class MailChannelTests
{
    [Theory]
    [InlineData(false, "[CreamPie] Source YahooPage is stopped")]
    [InlineData(true, "[CreamPie] Recovered: Source YahooPage is stopped")]
    public async Task Operators_mailbox_gets_alert_and_recovery(bool isRecovery, string subject)
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Alerts:MailTo"] = "ops@example.org" });
        var channel = app.Services.GetServices<IAlertChannel>().Single(c => c.IsOn);

        Assert.Null(await channel.SendAsync(
            new AlertMessage
            {
                Key = "source:YahooPage:stopped",
                Channel = channel.Name,
                Title = "Source YahooPage is stopped",
                Detail = "Unknown layout.",
                IsRecovery = isRecovery,
            },
            CancellationToken.None));

        var mail = Assert.Single(app.MailsTo("ops@example.org"));
        Assert.Equal(("mail", subject), (channel.Name, mail.Subject));
        Assert.Contains("Unknown layout.", mail.TextBody, StringComparison.Ordinal);
        Assert.EndsWith("/admin/overview", mail.Link(), StringComparison.Ordinal);
    }
}
