using CreamPie.Core.Market.Calendar;
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

    /// <summary>The same for all days at once, oldest first: a range has one winner, and days that no entry has are in none.</summary>
    public List<(DateRange Days, LoadLedgerEntry Winner)> Ranges()
    {
        var changes = new List<(int Day, int Rank, bool IsFinal, bool Begins)>();
        for (var rank = 0; rank < _highestFirst.Length; rank++)
        {
            foreach (var (first, last) in DaysOf(_highestFirst[rank]))
            {
                var final = Math.Min(last, _highestFirst[rank].FinalThrough?.DayNumber ?? -1);
                if (final >= first)
                    changes.AddRange([(first, rank, true, true), (final + 1, rank, true, false)]);
                if (final < last)
                    changes.AddRange([(Math.Max(first, final + 1), rank, false, true), (last + 1, rank, false, false)]);
            }
        }
        changes.Sort((a, b) => a.Day.CompareTo(b.Day));
        var (finals, provisionals) = (new SortedSet<int>(), new SortedSet<int>());
        var ranges = new List<(DateRange Days, LoadLedgerEntry Winner)>();
        for (var i = 0; i < changes.Count; i++)
        {
            var (day, rank, isFinal, begins) = changes[i];
            var having = isFinal ? finals : provisionals;
            if (begins)
                having.Add(rank);
            else
                having.Remove(rank);
            if (i + 1 == changes.Count || changes[i + 1].Day == day || (finals.Count == 0 && provisionals.Count == 0))
                continue;
            var winner = _highestFirst[finals.Count > 0 ? finals.Min : provisionals.Min];
            var days = new DateRange(DateOnly.FromDayNumber(day), DateOnly.FromDayNumber(changes[i + 1].Day - 1));
            if (ranges.Count > 0 && ranges[^1].Winner == winner && ranges[^1].Days.Last.DayNumber + 1 == day)
                ranges[^1] = (new(ranges[^1].Days.First, days.Last), winner);
            else
                ranges.Add((days, winner));
        }
        return ranges;
    }

    /// <summary>Entries that have the day and win over <paramref name="entry"/>.</summary>
    public IEnumerable<LoadLedgerEntry> Above(LoadLedgerEntry entry, DateOnly day)
    {
        var key = CaptureKey.Of(entry, day);
        return _highestFirst.Where(other => Has(other, day) && CaptureKey.Of(other, day).CompareTo(key) > 0);
    }

    private static IEnumerable<(int First, int Last)> DaysOf(LoadLedgerEntry entry)
    {
        var first = entry.FirstDay.DayNumber;
        foreach (var missing in entry.MissingDays.Select(d => d.DayNumber).Distinct().Order())
        {
            if (missing < first || missing > entry.LastDay.DayNumber)
                continue;
            if (missing > first)
                yield return (first, missing - 1);
            first = missing + 1;
        }
        if (first <= entry.LastDay.DayNumber)
            yield return (first, entry.LastDay.DayNumber);
    }

    private static bool Has(LoadLedgerEntry entry, DateOnly day) =>
        day >= entry.FirstDay && day <= entry.LastDay && !entry.MissingDays.Contains(day);
}
