using System.Globalization;

namespace CreamPie.Web.Components.Shared;

/// <summary>An instant relative to now: just now, 12 min ago, in 3 h, 5 days ago; a date if it is far away.</summary>
internal static class RelativeTime
{
    public static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Far = TimeSpan.FromDays(30);

    /// <returns>The text, and how long it stays true; null if for ever.</returns>
    public static (string Text, TimeSpan? Holds) Of(DateTime at, DateTime now, bool inProse = false)
    {
        var past = at <= now;
        var distance = (now - at).Duration();
        if (distance >= Far)
            return (inProse ? DisplayText.Date(DisplayText.DayOf(at)) : DisplayText.Day(DisplayText.DayOf(at)), past ? null : Day);
        if (distance < Moment)
            return past ? ("just now", Moment - distance) : ("in a moment", distance + TimeSpan.FromMilliseconds(1));
        var unit = distance < TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(1) : distance < Day ? TimeSpan.FromHours(1) : Day;
        var count = distance.Ticks / unit.Ticks;
        var rest = TimeSpan.FromTicks(distance.Ticks % unit.Ticks);
        var length = string.Create(CultureInfo.InvariantCulture, $"{count} {Name(unit, count)}");
        return past ? ($"{length} ago", unit - rest) : ($"in {length}", rest + TimeSpan.FromMilliseconds(1));
    }

    private static string Name(TimeSpan unit, long count) =>
        unit == Day ? count == 1 ? "day" : "days" : unit == TimeSpan.FromHours(1) ? "h" : "min";
}
