using System.Globalization;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>
/// The stamps of a document at one hour: midnights that come early do so for whole months. Decides whether they are of
/// the day that they are written on, or of a neighbour.
/// </summary>
/// <param name="Hour">0 for dates without times and for midnights.</param>
/// <param name="IsExact">True for whole hours: a last trade hardly ever falls on one.</param>
/// <param name="IsLive">True for the last trade of a session that is not over, as the document tells it.</param>
internal sealed record StampGroup(int Hour, bool IsExact, bool IsLive)
{
    public const int Noon = 12;
    public const int EarlyMidnight = 22;

    /// <summary>Midnight of UTC+14, on a clock in UTC.</summary>
    private const int EarliestMidnight = 10;

    private const int Evening = 20;
    private const int Telling = 5;
    private const int Many = 10;

    public List<int> Members { get; } = [];
    public List<DateOnly> Days { get; } = [];

    /// <summary>True if all are written without an offset: local time, most likely.</summary>
    public bool IsNaive { get; set; } = true;

    /// <summary>Days to add; null if it cannot be decided.</summary>
    public int? Shift { get; private set; }

    public string Name => new TimeOnly(Hour, 0).ToString(IsExact ? "HH':'mm" : "HH'h'", CultureInfo.InvariantCulture);

    private bool IsMidnight => Hour == 0 && IsExact;

    /// <summary>Sets <see cref="Shift"/>.</summary>
    /// <param name="zone">What is known about the exchange.</param>
    /// <param name="fit">Of the groups decided so far.</param>
    /// <param name="isMain">True if half the rows are in this group.</param>
    public void Decide(ExchangeZone zone, SessionFit fit, bool isMain) => Shift =
        IsLive ? Live(fit)
        : IsMidnight ? 0
        : Hour < Noon ? Morning(zone, fit, isMain)
        : IsExact && (Hour >= Evening || fit.NeighbourOf(Hour) == 1) || isMain || Days.Count >= Many ? Late(zone, fit, isMain)
        : 0;

    // Currencies open on Sunday evening for Monday.
    private int Live(SessionFit fit) =>
        Hour >= Noon && fit.Closed(Days, 0, Hour) > 0 && fit.Closed(Days, 1, Hour) == 0 ? 1 : 0;

    // A machine far to the east writes a session's times after its midnight; midnights of Auckland in summer are 11:00 UTC.
    private int Morning(ExchangeZone zone, SessionFit fit, bool isMain)
    {
        if (zone.IsTold)
            return 0;
        var stays = fit.Misfits(Days, 0, Hour);
        var moves = IsExact && Hour >= EarliestMidnight ? fit.Misfits(Days, 1, Hour) : int.MaxValue / Telling;
        if (moves <= stays && fit.NeighbourOf(Hour) == 1)
            return 1;
        if (!isMain || Days.Count < Many || stays <= 1)
            return 0;
        return fit.Misfits(Days, -1, Hour) * Telling <= stays ? -1 : moves * Telling <= stays ? 1 : 0;
    }

    private int? Late(ExchangeZone zone, SessionFit fit, bool isMain)
    {
        // One row at a close, beside midnights: the last trade of a day that may have a row of its own.
        if (Days.Count == 1 && !isMain && !zone.IsTold && fit.NeighbourOf(Hour) is null
            && (Hour < EarlyMidnight || fit.Decided.Contains(Days[0])))
            return Hour < EarlyMidnight ? 0 : null;
        var (stays, moves) = (fit.Misfits(Days, 0, Hour), fit.Misfits(Days, 1, Hour));
        if (moves < stays && moves * Telling <= stays)
            return 1;
        if (stays < moves && stays * Telling <= moves)
            return 0;
        if (stays == moves && fit.Gaps(Days, 0) - fit.Gaps(Days, 1) is not 0 and var more)
            return more > 0 ? 1 : 0;
        // No exchange opens so late: this is the next day's midnight by a clock that is an hour or two off.
        if (IsExact && Hour >= EarlyMidnight && zone.IsKnown && fit.KnowsWeek && !fit.IsEveryDay && moves <= stays)
            return 1;
        if (IsExact && stays == moves && fit.NeighbourOf(Hour) is { } neighbour)
            return neighbour;
        if (zone.IsTold && !(IsExact && Hour >= EarlyMidnight))
            return 0;
        // No zone has its midnight there, but New York opens then.
        if (Hour < 16 && !IsExact && stays <= moves || Hour < Evening && IsNaive && stays <= moves)
            return 0;
        return isMain || IsExact ? null : 0;
    }
}
