using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Sources.Formats.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Documents;

/// <summary>A window of a document's text, decoded as for the parser. Positions count UTF-16 code units of the whole text.</summary>
/// <param name="Text">The window; empty if the document has no readable text.</param>
/// <param name="Offset">Where the window starts.</param>
/// <param name="Total">Length of the whole text.</param>
/// <param name="Unreadable">Why there is no text, one sentence; null if there is.</param>
public sealed record RawText(string Text, int Offset, int Total, string? Unreadable);

/// <summary>Reads the text of a document, a window at a time, however large it is.</summary>
public sealed class RawTextQuery(IDbContextFactory<CreamPieDbContext> contexts, DocumentReader reading, HeavyReads heavyReads)
{
    /// <summary>UTF-16 code units: at most 30 kB of UTF-8.</summary>
    public const int LargestWindow = 10_000;

    /// <summary>Longest text to search for, in UTF-16 code units.</summary>
    public const int LongestSearch = 200;

    /// <summary>The window at an offset, never splitting a surrogate pair; null if the document does not exist or has no bytes.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="LimitReachedException">The caller, or all together, have too many heavy reads.</exception>
    public async Task<RawText?> RawTextAsync(Caller caller, int id, int offset, int length, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LargestWindow);
        if (await DocumentAsync(id, cancellationToken) is not { } document)
            return null;
        using var read = await heavyReads.ReadAsync(caller, document, cancellationToken);
        var (text, unreadable) = await TextAsync(document, cancellationToken);
        if (text is null)
            return new("", 0, 0, unreadable);
        var start = WholeCharacter(text, Math.Clamp(offset, 0, text.Length));
        var end = WholeCharacter(text, Math.Min(start + length, text.Length));
        return new(text[start..end], start, text.Length, null);
    }

    /// <summary>Position of a text, ignoring case, searched from a position and then from the start; null if it does not occur.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<int?> FindAsync(Caller caller, int id, string text, int from, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, LongestSearch);
        if (await DocumentAsync(id, cancellationToken) is not { } document)
            return null;
        using var read = await heavyReads.ReadAsync(caller, document, cancellationToken);
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
