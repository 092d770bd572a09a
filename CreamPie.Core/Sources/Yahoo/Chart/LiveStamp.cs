using System.Text.Json;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>
/// Rows are stamped with the beginning of their session, but a live row with its last trade. Whole hours are no evidence: they
/// are what the change to summer time makes of a beginning.
/// </summary>
internal static class LiveStamp
{
    private const double Hour = 3600;

    /// <returns>The time of the last trade; null if the newest row is stamped like the two before it, or they differ too.</returns>
    public static DateTime? Of(JsonElement timestamps)
    {
        var count = timestamps.GetArrayLength();
        if (count < 3 || timestamps[count - 1].Number() is not { } last
            || timestamps[count - 2].Number() is not { } before || timestamps[count - 3].Number() is not { } earlier)
            return null;
        return (before - earlier) % Hour == 0 && (last - before) % Hour != 0 ? DayStamp.InstantOf(last) : null;
    }
}
