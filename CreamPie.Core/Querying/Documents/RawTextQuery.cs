using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Sources.Formats.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Documents;

/// <summary>A piece of a document's text, decoded as for the parser. Positions count UTF-16 characters of the whole text.</summary>
/// <param name="Total">Of the whole text.</param>
/// <param name="Unreadable">Why there is no text; null if there is.</param>
public sealed record RawText(string Text, int Offset, int Total, string? Unreadable);

/// <summary>Shows what a document really says, a window at a time, however large it is.</summary>
public sealed class RawTextQuery(IDbContextFactory<CreamPieDbContext> contexts, DocumentReader reading)
{
    /// <summary>At most 30 kB, whatever the characters.</summary>
    public const int LargestWindow = 10_000;

    public const int LongestSearch = 200;

    /// <summary>From <paramref name="offset"/>, never through the middle of a character; null if there is no such document or it has no bytes yet.</summary>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<RawText?> RawTextAsync(Caller caller, int id, int offset, int length, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LargestWindow);
        if (await DocumentAsync(id, cancellationToken) is not { } document)
            return null;
        var (text, unreadable) = await TextAsync(document, cancellationToken);
        if (text is null)
            return new("", 0, 0, unreadable);
        var start = WholeCharacter(text, Math.Clamp(offset, 0, text.Length));
        var end = WholeCharacter(text, Math.Min(start + length, text.Length));
        return new(text[start..end], start, text.Length, null);
    }

    /// <summary>Where a text stands, whatever its case: from <paramref name="from"/> to the end, then from the beginning. Null if nowhere.</summary>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<int?> FindAsync(Caller caller, int id, string text, int from, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, LongestSearch);
        if (await DocumentAsync(id, cancellationToken) is not { } document)
            return null;
        var (whole, _) = await TextAsync(document, cancellationToken);
        if (whole is null)
            return null;
        var found = whole.IndexOf(text, Math.Clamp(from, 0, whole.Length), StringComparison.OrdinalIgnoreCase);
        if (found < 0)
            found = whole.IndexOf(text, StringComparison.OrdinalIgnoreCase);
        return found < 0 ? null : found;
    }

    private async Task<Document?> DocumentAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.Sha256 != null, cancellationToken);
    }

    private async Task<(string? Text, string? Unreadable)> TextAsync(Document document, CancellationToken cancellationToken)
    {
        var (input, refused) = await reading.OpenAsync(document, cancellationToken);
        if (input is null)
            return (null, refused!.Error);
        var (text, _, unreadable) = DocumentText.Decode(input);
        return (text, unreadable?.Error);
    }

    private static int WholeCharacter(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
}
