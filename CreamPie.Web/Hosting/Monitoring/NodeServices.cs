using System.Reflection;
using CreamPie.Core.Monitoring;
using CreamPie.Core.Monitoring.Alerts;
using CreamPie.Core.Monitoring.Nodes;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CreamPie.Web.Hosting.Monitoring;

internal static class NodeServices
{
    /// <summary>This process among the nodes of the installation, with its heartbeat.</summary>
    public static void AddNode(this WebApplicationBuilder builder)
    {
        builder.Services.AddNode(provider =>
        {
            var options = provider.GetRequiredService<IOptions<NodeOptions>>().Value;
            var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            return new ThisNode(options.Role.ToString(), options.RunsJobs, version ?? "unknown");
        });
        builder.Services.AddOptions<AlertOptions>().Validate(
            alerts => string.IsNullOrWhiteSpace(alerts.MailTo) || MailboxAddress.TryParse(alerts.MailTo, out _),
            "Alerts__MailTo must be one e-mail address, like ops@example.org; a mailing list reaches several people.");
        builder.Services.AddSingleton<IAlertChannel, MailChannel>();
        builder.Services.AddSingleton<IAlertCondition, KeysCondition>();
    }
}
