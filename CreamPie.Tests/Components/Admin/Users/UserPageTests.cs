using Bunit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Admin.Users;

namespace CreamPie.Tests.Components.Admin.Users;

/// <summary>The commands of the page, as an admin clicks them.</summary>
public sealed class UserPageTests
{
    private const string Ann = "ann@example.org";

    [Fact]
    public async Task Role_is_changed_after_the_question()
    {
        await using var rig = await UserRig.StartAsync();
        var ann = await rig.AddAsync(Ann);
        var page = Open(rig, ann);

        page.Perform(() => page.Find("select").Change(Roles.Admin));
        rig.Answer($"Make {Ann} an admin?", "Change role");

        rig.WaitForSnack("Role changed.");
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("dd"), fact => fact.TextContent == Roles.Admin));
        Assert.Contains(await rig.App.AuditAsync(), e => e == $"RoleChange Succeeded {Ann} by admin@example.org: Admin.");
    }

    [Fact]
    public async Task User_is_disabled_after_the_question_and_enabled()
    {
        await using var rig = await UserRig.StartAsync();
        var ann = await rig.AddAsync(Ann);
        var page = Open(rig, ann);

        UserRig.Press(page, "Disable");
        rig.Answer($"Disable {Ann}?", "Cancel");
        UserRig.Press(page, "Disable");
        rig.Answer($"Disable {Ann}?", "Disable");
        rig.WaitForSnack("Account disabled.");
        Assert.NotNull((await rig.FindAsync(ann.Id))!.DisabledAt);
        Assert.Equal(0, (await rig.CountAsync(ann.Id)).Sessions);

        UserRig.Press(page, "Enable");
        rig.WaitForSnack("Account enabled.");
        Assert.Null((await rig.FindAsync(ann.Id))!.DisabledAt);
    }

    [Fact]
    public async Task Sessions_are_ended_one_by_one_or_all()
    {
        await using var rig = await UserRig.StartAsync();
        var ann = await rig.AddAsync(Ann);
        for (var i = 0; i < 2; i++)
            await rig.App.CallerAsync(Ann);
        var page = Open(rig, ann);

        UserRig.Press(page, "End session of Unknown browser");
        rig.WaitForSnack("Session ended.");
        Assert.Equal(2, (await rig.CountAsync(ann.Id)).Sessions);

        UserRig.Press(page, "End all");
        rig.Answer($"End all sessions of {Ann}?", "End all");
        rig.WaitForSnack("All sessions ended.");
        Assert.Equal(0, (await rig.CountAsync(ann.Id)).Sessions);
    }

    [Theory]
    [InlineData("Reset all ways in", 0, 0, "A new password is required at the next sign-in.")]
    [InlineData("Require only this", 1, 1, "Still a way in: 1 passkey and Contoso.")]
    public async Task New_password_is_required_with_or_without_other_ways_in(string answer, int passkeys, int links, string said)
    {
        await using var rig = await UserRig.StartAsync();
        var ann = await rig.AddAsync(Ann, withWaysIn: true);
        var page = Open(rig, ann);

        UserRig.Press(page, "Require new password");
        rig.Answer("What else signs them in: 1 passkey and Contoso.", answer);

        rig.WaitForSnack(said);
        Assert.True((await rig.FindAsync(ann.Id))!.MustChangePassword);
        Assert.Equal((passkeys, links, 0), await rig.CountAsync(ann.Id));
        Assert.Single(rig.App.MailsTo(Ann), m => m.Subject == "Set a new password for CreamPie");
        Assert.Contains(
            await rig.App.AuditAsync(), e => e.Contains("API keys and feeds removed", StringComparison.Ordinal) == (links == 0)
                && e.StartsWith("PasswordChange Succeeded", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Reset all ways in", 0, "Second factor reset.")]
    [InlineData("Reset only this", 1, "Still a way in: Contoso.")]
    public async Task Second_factor_is_reset_with_or_without_linked_accounts(string answer, int links, string said)
    {
        await using var rig = await UserRig.StartAsync();
        var ann = await rig.AddAsync(Ann, withWaysIn: true);
        var page = Open(rig, ann);

        UserRig.Press(page, "Reset second factor");
        rig.Answer($"Reset the second factor of {Ann}?", answer);

        rig.WaitForSnack(said);
        Assert.False((await rig.FindAsync(ann.Id))!.TwoFactorEnabled);
        Assert.Equal((0, links, 0), await rig.CountAsync(ann.Id));
    }

    [Fact]
    public async Task Deleted_user_leaves_the_page_for_the_list()
    {
        await using var rig = await UserRig.StartAsync();
        var ann = await rig.AddAsync(Ann);
        var page = Open(rig, ann);

        UserRig.Press(page, "Delete");
        rig.Answer($"Delete {Ann}?", "Delete");

        rig.WaitForSnack("User deleted.");
        Assert.Null(await rig.FindAsync(ann.Id));
        Assert.EndsWith("/admin/users", rig.Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Disable")]
    [InlineData("Delete")]
    public async Task Last_admin_is_refused_with_a_sentence(string button)
    {
        await using var rig = await UserRig.StartAsync();
        var page = Open(rig, (await rig.FindAsync(rig.Admin.Id))!);

        UserRig.Press(page, button);
        rig.Answer($"{button} admin@example.org?", button);

        rig.WaitForSnack("This is the only admin who can sign in.");
        Assert.Null((await rig.FindAsync(rig.Admin.Id))!.DisabledAt);
    }

    [Fact]
    public async Task Grave_command_leads_to_the_proof_and_back()
    {
        await using var rig = await UserRig.StartAsync(isProved: false);
        var ann = await rig.AddAsync(Ann);
        var page = Open(rig, ann);

        page.Perform(() => page.Find("select").Change(Roles.Admin));
        rig.Answer($"Make {Ann} an admin?", "Change role");

        page.WaitForAssertion(() => Assert.EndsWith(
            "/account/prove?returnUrl=" + Uri.EscapeDataString($"/admin/users/{ann.Id}"), rig.Navigation.Uri, StringComparison.Ordinal));
        Assert.Empty(await rig.App.AuditAsync());
    }

    private static IRenderedComponent<UserPage> Open(UserRig rig, AppUser user) => rig.Open<UserPage>(
        $"/admin/users/{user.Id}", user.Email!, parameters => parameters.Add(p => p.Id, user.Id));
}
