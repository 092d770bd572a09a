using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Account.Keys;

public partial class FeedsPage
{
    private static readonly char[] Separators = [',', ' ', ';', '\t', '\r', '\n'];

    private IReadOnlyList<FeedItem> _feeds = [];
    private string? _url;
    private string? _made;
    private string? _problem;

    [Inject] private FeedLinks Feeds { get; set; } = null!;

    [Inject] private PublicUrl Address { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Inject] private NoticeMails Notices { get; set; } = null!;

    [SupplyParameterFromForm] public FeedForm? Input { get; set; }

    /// <summary>What was typed into the form that was refused.</summary>
    private FeedForm? Refused => _problem is null ? null : Input;

    /// <summary>Of the feed that was just made.</summary>
    private string Example => _feeds[0].Symbols?[0] ?? "AAPL";

    private DateTime Now => Time.Now();

    protected override async Task OnProvedAsync() => _feeds = await Feeds.ListAsync(Caller, Context.RequestAborted);

    private async Task CreateAsync()
    {
        var form = Input ?? new FeedForm();
        var symbols = (form.Symbols ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        FeedResult result;
        try
        {
            result = await Feeds.CreateAsync(
                Caller, form.Name ?? "", symbols.Length == 0 ? null : symbols, Life.EndOf(form.Life, Life.Never, Now),
                Context.RequestAborted);
        }
        catch (AccessDeniedException denied)
        {
            _problem = denied.Message;
            return;
        }
        _problem = (result as FeedResult.Invalid)?.Problem;
        if (result is not FeedResult.Created made)
            return;
        (_made, _url) = (made.Item.Name, Address.Of(Context.Request) + FeedPath.Of(made.Token));
        await Notices.SayAsync(Caller.Name, Notice.FeedAdded(made.Item.Name), Context);
        await OnProvedAsync();
    }

    private async Task RevokeAsync()
    {
        if (Guid.TryParse(Input?.Id, out var id) && await Feeds.RevokeAsync(Caller, id, Context.RequestAborted) is { } name)
            await Notices.SayAsync(Caller.Name, Notice.FeedRevoked(name), Context);
        Navigation.NavigateTo("account/feeds");
    }

    private static string Date(DateTime at) => DisplayText.Date(DisplayText.DayOf(at));

    private static string Holds(FeedItem feed) => feed.Symbols switch
    {
        null => "All stocks",
        { Count: <= 5 } few => string.Join(", ", few),
        var many => $"{string.Join(", ", many.Take(4))} and {many.Count - 4} more",
    };

    private string Used(FeedItem feed) =>
        feed.LastUsedAt is { } used ? $"last used {RelativeTime.Of(used, Now, inProse: true).Text}" : "never used";

    public sealed class FeedForm
    {
        public string? Id { get; set; }
        public string? Name { get; set; }
        public string? Symbols { get; set; }
        public string? Life { get; set; }
    }
}
