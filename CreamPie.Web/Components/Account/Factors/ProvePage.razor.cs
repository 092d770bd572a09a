using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Factors;
using CreamPie.Web.Components.Layout;
using Microsoft.AspNetCore.Components;
using SignInResult = CreamPie.Core.Accounts.SignInResult;

namespace CreamPie.Web.Components.Account.Factors;

/// <summary>Asks a person who is signed in for a factor again.</summary>
public sealed partial class ProvePage
{
    private AppUser? _user;
    private bool _hasPasskey;
    private IReadOnlyList<string> _providers = [];
    private string? _refused;

    [Inject] private SensitiveChange Change { get; set; } = null!;

    [Inject] private Proofs Proofs { get; set; } = null!;

    [Inject] private PasswordProof Password { get; set; } = null!;

    [Inject] private CodeEntry Entry { get; set; } = null!;

    [Inject] private Passkeys Passkeys { get; set; } = null!;

    [Inject] private PasskeyCeremony Ceremony { get; set; } = null!;

    [Inject] private ProviderLinks Links { get; set; } = null!;

    [Inject] private KnownDevices Devices { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm] public Credentials? Input { get; set; }

    [SupplyParameterFromForm] public CodeForm? Code { get; set; }

    [SupplyParameterFromForm] public PasskeyForm? Passkey { get; set; }

    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery] public string? External { get; set; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    private Caller Caller => CallerOfRequest.Of(Context);

    protected override async Task OnInitializedAsync()
    {
        _user = await Change.UserAsync(Caller);
        _hasPasskey = (await Passkeys.ListAsync(Caller)).Count > 0;
        _providers = [.. (await Links.ListAsync(Caller)).Select(link => link.Issuer)];
    }

    private async Task ByPasswordAsync()
    {
        var visitor = Devices.VisitorOf(Context, _user!.Email);
        switch (await Password.CheckAsync(_user, Input?.Password ?? "", visitor, Context.RequestAborted))
        {
            case SignInResult.Accepted:
                await GoOnAsync();
                break;
            case SignInResult.TooMany tooMany:
                Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                _refused = PasswordSignIn.TooManyText(tooMany.RetrySeconds);
                break;
            default:
                _refused = PasswordProof.RefusedText;
                break;
        }
    }

    private async Task ByCodeAsync()
    {
        if (_user!.TwoFactorEnabled && await Entry.IsRightAsync(_user, Code?.Code ?? "", Context))
            await GoOnAsync();
        else
            _refused = SecondFactor.RefusedText;
    }

    private async Task ByPasskeyAsync()
    {
        if (await Ceremony.EndAskingAsync(Context, Passkey?.Credential ?? "") is { } owner && owner.Id == Caller.Id)
            await GoOnAsync();
        else
            _refused = "The passkey was not accepted. Try again.";
    }

    private async Task GoOnAsync()
    {
        await Proofs.RenewAsync(Caller, Context.RequestAborted);
        Navigation.NavigateTo(ReturnUrl is null ? "account" : LocalUrl.OrStart(ReturnUrl));
    }
}

/// <summary>What the passkey script fills in.</summary>
public sealed class PasskeyForm
{
    public string? Credential { get; set; }
    public string? Name { get; set; }
    public string? Id { get; set; }
}
