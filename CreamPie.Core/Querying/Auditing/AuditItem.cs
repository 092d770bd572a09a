using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Querying.Auditing;

/// <summary>One entry of the audit.</summary>
/// <param name="Id">In order of insertion.</param>
/// <param name="At">UTC.</param>
/// <param name="UserId">Key of who acted; null for a visitor who is not signed in, or the program itself.</param>
/// <param name="User">Name of who acted, as it was then; null for a visitor who is not signed in.</param>
/// <param name="Action">What was done.</param>
/// <param name="Outcome">Whether it happened.</param>
/// <param name="Target">To what; null if it needs none.</param>
/// <param name="Detail">More in words; null if there is nothing to add.</param>
/// <param name="Address">Network address of who acted; null if unknown.</param>
public sealed record AuditItem(
    long Id, DateTime At, string? UserId, string? User, AuditAction Action, AuditOutcome Outcome, string? Target, string? Detail,
    string? Address)
{
    internal static AuditItem Of(AuditEntry e) =>
        new(e.Id, e.At, e.UserId, e.UserName, e.Action, e.Outcome, e.Target, e.Detail, e.Address);
}

/// <summary>Which entries are wanted; null members are all.</summary>
/// <param name="User">Address of who acted, in full, ignoring case.</param>
/// <param name="Action">What was done.</param>
/// <param name="Outcome">Whether it happened.</param>
/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day, UTC.</param>
/// <param name="Text">Part of target, detail, user or address, ignoring case.</param>
public sealed record AuditFilter(
    string? User = null, AuditAction? Action = null, AuditOutcome? Outcome = null, DateOnly? From = null, DateOnly? To = null,
    string? Text = null);

/// <summary>One page of the audit. It has no total: counting a million entries takes longer than reading a page.</summary>
/// <param name="Items">The newest first; empty beyond the end, or where a search has found nothing so far.</param>
/// <param name="Next">Path of the next page, set by the API; null on the last one.</param>
/// <param name="Cursor">Where the next page starts; null on the last one.</param>
public sealed record AuditPage(
    IReadOnlyList<AuditItem> Items, string? Next, [property: System.Text.Json.Serialization.JsonIgnore] string? Cursor)
{
    /// <summary>UTC: how far back a search has come that is to go on with the next page; null if it is done, or the page is full.</summary>
    public DateTime? SearchedTo { get; init; }
}
