using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Loading.Actions;

/// <summary>Charts of one stock, dropped or pulled in any order, and what is served after them.</summary>
internal static class ActionCharts
{
    public static readonly DateOnly Monday = new(2022, 6, 6);

    /// <summary>Thirteen sessions; the Monday is the eighth.</summary>
    public static readonly List<DateOnly> Days = [.. SourceResponses.Sessions(new DateOnly(2022, 6, 13), 13).Select(b => b.Date)];

    public static List<DailyBar> Bars(
        IEnumerable<DateOnly> days, Func<DateOnly, double> close, Func<DateOnly, double>? adjusted = null) =>
        [.. days.Select(day => (Day: day, Close: close(day))).Select(d => new DailyBar(
            d.Day, d.Close, d.Close, d.Close, d.Close, adjusted?.Invoke(d.Day) ?? d.Close, 1_000))];

    public static async Task DropAsync(IngestionRig rig, string order, Dictionary<string, byte[]> charts)
    {
        foreach (var name in order.Split(' '))
            await rig.DropAsync($"AAA_{name}.json", charts[name]);
    }

    public static async Task PullAsync(IngestionRig rig, string order, Dictionary<string, byte[]> charts)
    {
        foreach (var name in order.Split(' '))
        {
            rig.Chart.On(SourceResponses.ChartPath("AAA"), RawHttpServer.Answer(200, charts[name], "Content-Type: application/json"));
            await rig.PullAsync(SourceName.YahooChart, "AAA");
        }
    }

    /// <param name="seconds">After the close of the last day, which is the time of the last trade.</param>
    public static byte[] Chart(List<DailyBar> bars, int seconds, params CorporateAction[] actions) => Encoding.UTF8.GetBytes(
        SourceResponses.ChartJson("AAA", bars, new DateTime(2022, 6, 13, 20, 0, 0, DateTimeKind.Utc).AddSeconds(seconds), actions));

    public static async Task<double> CloseAsync(IngestionRig rig, DateOnly day, PriceAdjustment adjust)
    {
        var series = await rig.SeriesAsync("AAA", new(From: day, To: day, Adjust: adjust));
        return Assert.Single(series.Bars!).Close;
    }

    public static async Task<List<Finding>> FindingsAsync(IngestionRig rig, FindingKind kind)
    {
        await using var db = rig.Database.Open();
        return await db.Findings.Where(f => f.Kind == kind).ToListAsync();
    }
}
