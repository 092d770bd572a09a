using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Factors;
using CreamPie.Web.Components.Account.Factors;
using CreamPie.Web.Components.Layout;
using Microsoft.AspNetCore.Components;
using SignInResult = CreamPie.Core.Accounts.SignInResult;

namespace CreamPie.Web.Components.Account;

public sealed partial class SignIn
{
    private string? _refused;

    [Inject] private PasswordSignIn SignInByPassword { get; set; } = null!;

    [Inject] private SignInAudit Audit { get; set; } = null!;

    [Inject] private SignInRate Rate { get; set; } = null!;

    [Inject] private Sessions Sessions { get; set; } = null!;

    [Inject] private KnownDevices Devices { get; set; } = null!;

    [Inject] private SecondStep Step { get; set; } = null!;

    [Inject] private PasskeyCeremony Ceremony { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm] public Credentials? Input { get; set; }

    [SupplyParameterFromForm] public PasskeyForm? Passkey { get; set; }

    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery] public string? Confirmed { get; set; }

    [SupplyParameterFromQuery] public string? Reset { get; set; }

    [SupplyParameterFromQuery] public string? Moved { get; set; }

    [SupplyParameterFromQuery] public string? External { get; set; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    private bool HasPasswords => !Accounts.Value.OnlyOidc;

    private string? Done => Confirmed == "true" ? "Your e-mail is confirmed. You can sign in now."
        : Reset == "true" ? "Your password is set. Sign in with it."
        : Moved == "true" ? "Your e-mail was changed. Sign in with it."
        : null;

    private string? Problem => External switch
    {
        "link" when !HasPasswords =>
            "Your e-mail has an account here that is not linked to your account there. Ask your administrator for a link.",
        "link" => "Your e-mail has an account here already. Sign in to it, then link the two under Linked accounts.",
        "refused" => "Your account at the identity provider has no access to CreamPie. Ask your administrator.",
        "closed" => "You have no account here, and registration is not open. Ask your administrator for an invitation.",
        "email" => "The identity provider tells no verified e-mail for you, and an account needs one. Ask your administrator.",
        "issuer" => "The identity provider calls itself otherwise than this server expects. Tell your administrator: the log says how.",
        "failed" => "Signing in at the identity provider didn't work. Try again.",
        _ => null,
    };

    private async Task SignInAsync()
    {
        if (!HasPasswords)
            return;
        switch (await SignInByPassword.CheckAsync(
            Input?.Email ?? "", Input?.Password ?? "", Devices.VisitorOf(Context, Input?.Email), Context.RequestAborted))
        {
            case SignInResult.Accepted accepted when Step.IsNeeded(Context, accepted.User):
                Step.Begin(Context, accepted.User);
                Navigation.NavigateTo("account/sign-in/code?returnUrl=" + Uri.EscapeDataString(LocalUrl.OrStart(ReturnUrl)));
                break;
            case SignInResult.Accepted accepted:
                await EnterAsync(accepted.User);
                break;
            case SignInResult.TooMany tooMany:
                Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                _refused = PasswordSignIn.TooManyText(tooMany.RetrySeconds);
                break;
            default:
                await Audit.RefusedAsync(
                    Input?.Email ?? "", Context.Connection.RemoteIpAddress, "Browser.", CancellationToken.None);
                _refused = PasswordSignIn.RefusedText;
                break;
        }
    }

    /// <summary>The device checks who holds it, so a passkey needs no second step.</summary>
    private async Task ByPasskeyAsync()
    {
        if (await Ceremony.EndAskingAsync(Context, Passkey?.Credential ?? "") is { } owner)
        {
            await EnterAsync(owner);
            return;
        }
        if (Rate.Count(Context.Connection.RemoteIpAddress).Allowed)
            await Audit.PasskeyRefusedAsync(Context.Connection.RemoteIpAddress, CancellationToken.None);
        _refused = "The passkey was not accepted. Try again, or sign in another way.";
    }

    private async Task EnterAsync(AppUser user)
    {
        await Context.SignInWithCookieAsync(user, Sessions, Devices);
        Navigation.NavigateTo(LocalUrl.OrStart(ReturnUrl));
    }
}
