using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Users;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CreamPie.Web.Components.Admin.Users;

public sealed partial class UserPage
{
    private string? _own;

    [Parameter] public string Id { get; set; } = "";

    [Inject] private UserQuery Query { get; set; } = null!;

    [Inject] private UserAdministration Administration { get; set; } = null!;

    [Inject] private AdministrationMails Mails { get; set; } = null!;

    [Inject] private PublicUrl Address { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>The value read may still be that of the previous user.</summary>
    private UserFacts? Current => Value?.User.Id == Id ? Value : null;

    private OtherWaysIn Ways => Current?.OtherWaysIn ?? new(0, [], 0, 0);

    private bool IsSelf => _own == Id;

    private string AuditLink => "admin/audit?user=" + Uri.EscapeDataString(Current?.User.Email ?? "");

    // Nothing that the feed reports is about users.
    protected override bool Concerns(ChangeSet changes) => false;

    protected override Task<UserFacts?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        _own = caller.Id;
        return Query.UserAsync(caller, Id, cancellationToken);
    }

    private async Task SetRoleAsync(string? role)
    {
        var (name, email) = (string.IsNullOrEmpty(role) ? null : role, Current?.User.Email);
        var consequence = name switch
        {
            null => "They can sign in, but see and do nothing.",
            Roles.Admin => "They get full access, to other people's accounts too.",
            _ => "They read everything and track symbols.",
        };
        await ActAsync(
            name is null ? $"Take the role from {email}?" : $"Make {email} {(name == Roles.Admin ? "an admin" : "an analyst")}?",
            consequence, "Change role",
            (caller, ct) => Administration.SetRoleAsync(caller, Id, name, ct), "Role changed. It takes effect within 5 seconds.");
    }

    private Task DisableAsync() => ActAsync(
        $"Disable {Current?.User.Email}?", "They are signed out everywhere and can't sign in until you enable them again.", "Disable",
        (caller, ct) => Administration.DisableAsync(caller, Id, ct), "Account disabled.");

    private Task EnableAsync() => RunAsync(async (caller, ct) =>
        UserWords.Of(await Administration.EnableAsync(caller, Id, ct), "Account enabled."));

    private async Task ResetSecondFactorAsync()
    {
        // Where nobody has a password, the link to a provider is no other way in but the only one.
        var onlyOidc = Accounts.Value.OnlyOidc;
        var stay = onlyOidc ? null : UserTexts.ListOf(Ways with { Passkeys = 0 });
        if (await WithAllWaysInAsync(
            $"Reset the second factor of {Current?.User.Email}?",
            "Authenticator app, recovery codes and passkeys are removed, and all sessions end. "
            + (onlyOidc ? "The identity provider alone signs in then." : "The password alone signs in then."),
            stay, "Reset") is { } all)
        {
            await RunAsync(async (caller, ct) => UserWords.Of(
                await Administration.ResetSecondFactorAsync(caller, Id, all, ct),
                all || stay is null ? "Second factor reset." : $"Second factor reset. Still a way in: {stay}."));
        }
    }

    private Task EndAsync(SessionItem session) => RunAsync(async (caller, ct) =>
        UserWords.Of(await Administration.EndSessionsAsync(caller, Id, session.Id, ct), "Session ended."));

    private Task EndAllAsync() => ActAsync(
        $"End all sessions of {Current?.User.Email}?", "They are signed out everywhere within 5 seconds.", "End all",
        (caller, ct) => Administration.EndSessionsAsync(caller, Id, session: null, ct), "All sessions ended.");

    private async Task RequireNewPasswordAsync()
    {
        var stay = UserTexts.ListOf(Ways);
        if (await WithAllWaysInAsync(
            $"Require a new password from {Current?.User.Email}?",
            "They are signed out everywhere. At the next sign-in they have to set a new password first.",
            stay, "Require") is not { } all)
            return;
        await RunAsync(async (caller, ct) =>
        {
            var email = Current?.User.Email;
            var change = await Administration.RequireNewPasswordAsync(caller, Id, all, ct);
            if (change != UserChange.Done || email is null)
                return UserWords.Of(change, "A new password was required already.");
            var rest = all || stay is null ? "" : $" Still a way in: {stay}.";
            return await Mails.AskForNewPasswordAsync(email, Address.Or(Navigation.BaseUri), ct)
                ? ActionFeedback.Done("A new password is required at the next sign-in." + rest)
                : ActionFeedback.Failed("A new password is required, but the mail about it could not be sent." + rest);
        });
    }

    /// <summary>Whether all ways in are to be reset, where others would stay; null to do nothing.</summary>
    private async Task<bool?> WithAllWaysInAsync(string question, string consequence, string? stay, string yes) => stay is null
        ? await IsSureAsync(question, consequence, yes) ? false : null
        : await Dialogs.ShowMessageBoxAsync(
            question, $"{consequence} What else signs them in: {stay}. Remove it too if somebody else may have added it.",
            yesText: "Reset all ways in", noText: $"{yes} only this", cancelText: "Cancel");

    private async Task DeleteAsync()
    {
        if (!await IsSureAsync($"Delete {Current?.User.Email}?", "This can't be undone. The audit keeps what they did.", "Delete"))
            return;
        await RunAsync(async (caller, ct) =>
        {
            var change = await Administration.DeleteAsync(caller, Id, ct);
            if (change == UserChange.Done)
                Navigation.NavigateTo("admin/users");
            return UserWords.Of(change, "User deleted.");
        });
    }

    private async Task ActAsync(
        string question, string consequence, string yes, Func<Caller, CancellationToken, Task<UserChange>> act, string done)
    {
        if (await IsSureAsync(question, consequence, yes))
            await RunAsync(async (caller, ct) => UserWords.Of(await act(caller, ct), done));
        else
            await RefreshAsync();
    }

    private async Task<bool> IsSureAsync(string question, string consequence, string yes) =>
        await Dialogs.ShowMessageBoxAsync(question, consequence, yesText: yes, cancelText: "Cancel") is true;
}
