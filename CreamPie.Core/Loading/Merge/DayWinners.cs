using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Merge;

/// <summary>
/// The document behind each day of one series: of those that have the day, the one with the highest
/// <see cref="CaptureKey"/>. Not always the one that wrote the row: a later document that said the same wrote nothing, yet
/// its basis and its bytes count. A document has every day of its range except those that its ledger
/// entry lists as missing.
/// </summary>
/// <param name="entries">Of one source; one per document, of the newest parser version.</param>
internal sealed class DayWinners(IEnumerable<LoadLedgerEntry> entries)
{
    // Highest key first, except for finality, which depends on the day.
    private readonly LoadLedgerEntry[] _highestFirst = [.. entries
        .Newest()
        .OrderByDescending(e => CaptureKey.Of(e, DateOnly.MaxValue))];

    /// <summary>Null if no entry has the day.</summary>
    public LoadLedgerEntry? Of(DateOnly day)
    {
        LoadLedgerEntry? provisional = null;
        foreach (var entry in _highestFirst)
        {
            if (!Has(entry, day))
                continue;
            if (day <= entry.FinalThrough)
                return entry;
            provisional ??= entry;
        }
        return provisional;
    }

    /// <summary>Entries that have the day and win over <paramref name="entry"/>.</summary>
    public IEnumerable<LoadLedgerEntry> Above(LoadLedgerEntry entry, DateOnly day)
    {
        var key = CaptureKey.Of(entry, day);
        return _highestFirst.Where(other => Has(other, day) && CaptureKey.Of(other, day).CompareTo(key) > 0);
    }

    private static bool Has(LoadLedgerEntry entry, DateOnly day) =>
        day >= entry.FirstDay && day <= entry.LastDay && !entry.MissingDays.Contains(day);
}
