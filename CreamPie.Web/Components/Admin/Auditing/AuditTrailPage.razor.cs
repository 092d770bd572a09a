using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Auditing;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Components.Admin.Auditing;

public sealed partial class AuditTrailPage
{
    private const int PageSize = 50;

    [Inject] private AuditQuery Query { get; set; } = null!;

    [Inject] private IOptions<AuditOptions> Options { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")] private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "user")] private string? User { get; set; }

    [SupplyParameterFromQuery(Name = "action")] private string? ActionText { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")] private string? OutcomeText { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")] private string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = "before")] private string? BeforeText { get; set; }

    private long? Before => QueryNumber.OfLong(BeforeText);

    private AuditAction? Action => WordOf<AuditAction>(ActionText);

    private AuditOutcome? Outcome => WordOf<AuditOutcome>(OutcomeText);

    private DateOnly? From => DayOf(FromText);

    private DateOnly? To => DayOf(ToText);

    private AuditFilter Filter => new(User, Action, Outcome, From, To, Text);

    private bool IsFiltered => Filter != new AuditFilter();

    private string ExportLink => QueryHelpers.AddQueryString("api/users/audit", new Dictionary<string, string?>
    {
        ["format"] = "csv",
        ["query"] = Text,
        ["user"] = User,
        ["action"] = Action?.ToString(),
        ["outcome"] = Outcome?.ToString(),
        ["from"] = TextOf(From),
        ["to"] = TextOf(To),
    }.Where(p => p.Value is not null));

    // Nothing that the feed reports is in the audit.
    protected override bool Concerns(ChangeSet changes) => false;

    protected override async Task<AuditPage?> ReadAsync(Caller caller, CancellationToken cancellationToken) => await Query.EntriesAsync(
        caller, Filter, new PageRequest(PageSize, Before is > 0 ? Cursor.Of(Before.Value) : null), cancellationToken);

    private void Show(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = value, ["before"] = null }), replace: true);

    private string? PageLink(long? before, bool isThere) => isThere ? Navigation.GetUriWithQueryParameter("before", before) : null;

    private string? OlderLink(AuditPage page) => Cursor.TryRead(page.Cursor, out long before) ? PageLink(before, before > 0) : null;

    private static string CountText(AuditPage page) => (page.Items.Count == 1 ? "1 entry" : $"{page.Items.Count} entries")
        + (page.SearchedTo is { } reached ? $", searched back to {Moment(reached)}" : "");

    private static T? WordOf<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) ? word : null;

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? TextOf(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
