using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Account.Keys;

public partial class KeysPage
{
    private IReadOnlyList<KeyItem> _keys = [];
    private KeyResult.Created? _made;
    private string? _problem;

    [Inject] private ApiKeys Keys { get; set; } = null!;

    [Inject] private NoticeMails Notices { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [SupplyParameterFromForm] public KeyForm? Input { get; set; }

    /// <summary>What was typed into the form that was refused.</summary>
    private KeyForm? Refused => _problem is null ? null : Input;

    private DateTime Now => Time.Now();

    protected override async Task OnProvedAsync() => _keys = await Keys.ListAsync(Caller, Context.RequestAborted);

    private async Task CreateAsync()
    {
        var form = Input ?? new KeyForm();
        try
        {
            var result = await Keys.CreateAsync(
                Caller, form.Name ?? "", form.Scopes, Life.EndOf(form.Life, "90", Now), Context.RequestAborted);
            _made = result as KeyResult.Created;
            _problem = (result as KeyResult.Invalid)?.Problem;
        }
        catch (AccessDeniedException denied)
        {
            _problem = denied.Message;
        }
        if (_made is null)
            return;
        await Notices.SayAsync(Caller.Name, Notice.KeyAdded(_made.Item.Name), Context);
        await OnProvedAsync();
    }

    private async Task RevokeAsync()
    {
        if (Guid.TryParse(Input?.Id, out var id) && await Keys.RevokeAsync(Caller, id, Context.RequestAborted) is { } name)
            await Notices.SayAsync(Caller.Name, Notice.KeyRevoked(name), Context);
        Navigation.NavigateTo("account/keys");
    }

    private static string Date(DateTime at) => DisplayText.Date(DisplayText.DayOf(at));

    private string Used(KeyItem key) => key.LastUsedAt is not { } used ? "never used"
        : $"last used {RelativeTime.Of(used, Now, inProse: true).Text} from {key.LastAddress ?? "an unknown address"}";

    public sealed class KeyForm
    {
        public string? Id { get; set; }
        public string? Name { get; set; }
        public bool Read { get; set; }
        public bool Track { get; set; }
        public bool Admin { get; set; }
        public string? Life { get; set; }

        internal KeyScopes Scopes => (Read ? KeyScopes.Read : 0) | (Track ? KeyScopes.Track : 0) | (Admin ? KeyScopes.Admin : 0);
    }
}
