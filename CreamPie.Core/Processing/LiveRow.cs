using CreamPie.Core.Market;

namespace CreamPie.Core.Processing;

/// <summary>Whether the newest row of an undated document is that of a session still open: its volume is not yet complete.</summary>
internal static class LiveRow
{
    private const int Recent = 60;
    private const int Fewest = 2;

    /// <summary>
    /// A finished day is called provisional now and then, which costs little; a live row served as final would be a wrong number.
    /// </summary>
    private const double Complete = 0.6;

    /// <param name="bars">Oldest first.</param>
    public static bool IsLast(IReadOnlyList<DailyBar> bars)
    {
        var volumes = new List<long>(Recent);
        for (var i = bars.Count - 2; i >= 0 && volumes.Count < Recent; i--)
        {
            if (bars[i].Volume is > 0 and var volume)
                volumes.Add(volume);
        }
        volumes.Sort();
        return volumes.Count >= Fewest && !(bars[^1].Volume >= Complete * volumes[volumes.Count / 2]);
    }
}
