using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Hosting.Settings;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.Settings;

public sealed partial class SettingsPage
{
    private bool _isSending;
    private string? _result;

    [Inject] private SettingsView View { get; set; } = null!;

    [Inject] private SettingsAdvice Advice { get; set; } = null!;

    [Inject] private AdministrationMails Mails { get; set; } = null!;

    [Inject] private AuditTrail Audit { get; set; } = null!;

    [Inject] private PublicUrl Address { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private async Task SendTestAsync()
    {
        (_isSending, _result) = (true, "Sending…");
        await RunAsync(async (caller, cancellationToken) =>
        {
            caller.RequireAdmin();
            var sent = await Mails.TestAsync(caller.Name, Address.Or(Navigation.BaseUri), cancellationToken);
            _result = sent.Sentence;
            await Audit.WriteAsync(
                caller, AuditAction.JobTrigger, caller.Name, sent.IsSent ? AuditOutcome.Succeeded : AuditOutcome.Failed,
                "Test mail. " + sent.Sentence, cancellationToken);
            return sent.IsSent ? ActionFeedback.Done("Test mail sent.") : ActionFeedback.Failed("The test mail could not be sent.");
        });
        _isSending = false;
        if (_result == "Sending…")
            _result = null;
    }
}
