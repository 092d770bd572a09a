using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Mail;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Components.Account.Factors;

public sealed partial class TwoStepPage
{
    private string? _key;
    private string _email = "";
    private int _left;
    private bool _isWrong;
    private IReadOnlyList<string>? _codes;

    [Inject] private Authenticator Authenticator { get; set; } = null!;

    [Inject] private SensitiveChange Change { get; set; } = null!;

    [Inject] private UserManager<AppUser> Users { get; set; } = null!;

    [Inject] private NoticeMails Notices { get; set; } = null!;

    [SupplyParameterFromForm] public CodeForm? Input { get; set; }

    private string CodesText => _left == 1 ? "One recovery code is left." : $"{_left} of {RecoveryCodes.Count} recovery codes are left.";

    protected override async Task OnProvedAsync()
    {
        var user = await Change.UserAsync(Caller);
        (_email, _left) = (user.Email ?? "", await Users.CountRecoveryCodesAsync(user));
        _key = await Authenticator.KeyAsync(Caller, Context.RequestAborted);
    }

    private async Task EnableAsync()
    {
        _codes = await Authenticator.EnableAsync(Caller, Input?.Code ?? "", Context.RequestAborted);
        _isWrong = _codes is null;
        if (_codes is not null)
            await Notices.SayAsync(_email, Notice.AuthenticatorAdded, Context);
    }

    private async Task NewCodesAsync()
    {
        _codes = await Authenticator.NewCodesAsync(Caller, Context.RequestAborted);
        if (_codes is not null)
            await Notices.SayAsync(_email, Notice.CodesReplaced, Context);
    }

    private async Task RemoveAsync()
    {
        if (await Authenticator.RemoveAsync(Caller, Context.RequestAborted) is not null)
            await Notices.SayAsync(_email, Notice.AuthenticatorRemoved, Context);
        Navigation.NavigateTo("account?twoStep=off");
    }

    /// <summary>In groups of four, as people copy it.</summary>
    private static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(part => new string(part)));
}

/// <summary>A form with a code.</summary>
public sealed class CodeForm
{
    public string? Code { get; set; }
    public bool Remembers { get; set; }
}
