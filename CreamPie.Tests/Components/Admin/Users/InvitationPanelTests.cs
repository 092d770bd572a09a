using Bunit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Admin.Settings;
using CreamPie.Web.Components.Admin.Users;

namespace CreamPie.Tests.Components.Admin.Users;

/// <summary>What an admin sends by mail from a page.</summary>
public sealed class InvitationPanelTests
{
    private const string Guest = "guest@example.org";

    [Fact]
    public async Task Invitation_is_sent_listed_and_withdrawn()
    {
        await using var rig = await UserRig.StartAsync();
        var panel = rig.Open<InvitationPanel>("/admin/users", "Invite someone");

        Invite(panel, Guest, Roles.Admin);

        rig.WaitForSnack("Invitation created. There is no mail server");
        panel.WaitForAssertion(() => Assert.Equal(Guest, panel.Find("tbody td").TextContent.Trim()));
        Assert.Contains("/account/invitation?token=", panel.Find("[role=status] code").TextContent, StringComparison.Ordinal);
        Assert.Single(rig.App.MailsTo(Guest));

        UserRig.Press(panel, $"Withdraw {Guest}");
        rig.WaitForSnack($"The invitation of {Guest} is withdrawn.");
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("tbody")));
    }

    [Fact]
    public async Task Mailbox_with_an_account_is_refused_with_a_sentence()
    {
        await using var rig = await UserRig.StartAsync();
        await rig.App.AddUserAsync(Guest, Roles.Analyst);
        var panel = rig.Open<InvitationPanel>("/admin/users", "Invite someone");

        Invite(panel, Guest.ToUpperInvariant(), Roles.Analyst);

        rig.WaitForSnack("This address already has an account.");
    }

    [Fact]
    public async Task Only_the_invitation_of_an_admin_leads_to_the_proof()
    {
        await using var rig = await UserRig.StartAsync(isProved: false);
        var panel = rig.Open<InvitationPanel>("/admin/users", "Invite someone");

        Invite(panel, Guest, Roles.Analyst);
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll("tbody tr")));
        Invite(panel, "boss@example.org", Roles.Admin);

        panel.WaitForAssertion(
            () => Assert.Contains("/account/prove?returnUrl=%2Fadmin%2Fusers", rig.Navigation.Uri, StringComparison.Ordinal));
        Assert.Empty(rig.App.MailsTo("boss@example.org"));
    }

    [Fact]
    public async Task Test_mail_goes_to_whoever_asks_for_it()
    {
        await using var rig = await UserRig.StartAsync();
        var page = rig.Open<SettingsPage>("/admin/settings", "Send to me");

        UserRig.Press(page, "Send to me");

        rig.WaitForSnack("Test mail sent.");
        Assert.Equal("Test mail from CreamPie", Assert.Single(rig.App.MailsTo(TestApplication.AdminEmail)).Subject);
        Assert.Contains("There is no mail server", page.Markup, StringComparison.Ordinal);
        Assert.Contains(await rig.App.AuditAsync(), e => e.StartsWith("JobTrigger Succeeded admin@example.org", StringComparison.Ordinal));
    }

    private static void Invite(IRenderedComponent<InvitationPanel> panel, string email, string role)
    {
        panel.Perform(() => panel.Find("input[type=email]").Change(email));
        panel.Perform(() => panel.Find("select").Change(role));
        panel.Perform(() => panel.Find("form").Submit());
    }
}
