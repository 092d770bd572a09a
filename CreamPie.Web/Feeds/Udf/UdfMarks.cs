using System.Globalization;
using System.Text.Json.Serialization;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds.Udf;

/// <summary>A split or a payment on the time scale.</summary>
internal sealed record UdfTimescaleMark(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("color")] string Color,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("time")] long Time,
    [property: JsonPropertyName("tooltip")] string[] Tooltip);

/// <summary>The same on the bars, as columns.</summary>
internal sealed record UdfMarksOnBars(
    [property: JsonPropertyName("id")] IEnumerable<string> Id,
    [property: JsonPropertyName("time")] IEnumerable<long> Time,
    [property: JsonPropertyName("color")] IEnumerable<string> Color,
    [property: JsonPropertyName("text")] IEnumerable<string> Text,
    [property: JsonPropertyName("label")] IEnumerable<string> Label,
    [property: JsonPropertyName("labelFontColor")] IEnumerable<string> LabelColor,
    [property: JsonPropertyName("minSize")] IEnumerable<int> MinimumSize);

internal static class UdfMarks
{
    public static void MapMarks(this RouteGroupBuilder udf)
    {
        udf.MapRead("/timescale_marks", OnScaleAsync);
        udf.MapRead("/marks", OnBarsAsync);
    }

    private static async Task<IResult> OnScaleAsync(
        [FromQuery] string? symbol, [FromQuery] string? from, [FromQuery] string? to, OpenFeed feed, ActionQuery actions,
        CancellationToken cancellationToken) =>
        await ReadAsync(symbol, from, to, feed, actions, cancellationToken) is { } marks
            ? TypedResults.Json(marks)
            : UdfEndpoints.Unknown();

    private static async Task<IResult> OnBarsAsync(
        [FromQuery] string? symbol, [FromQuery] string? from, [FromQuery] string? to, OpenFeed feed, ActionQuery actions,
        CancellationToken cancellationToken) =>
        await ReadAsync(symbol, from, to, feed, actions, cancellationToken) is { } marks
            ? TypedResults.Json(new UdfMarksOnBars(
                marks.Select(m => m.Id), marks.Select(m => m.Time), marks.Select(m => m.Color),
                marks.Select(m => string.Join(' ', m.Tooltip)),
                marks.Select(m => m.Label), marks.Select(_ => "white"), marks.Select(_ => 14)))
            : UdfEndpoints.Unknown();

    private static async Task<List<UdfTimescaleMark>?> ReadAsync(
        string? symbol, string? from, string? to, OpenFeed feed, ActionQuery actions, CancellationToken cancellationToken)
    {
        if (feed.SymbolOf(symbol) is not { } known || await actions.ActionsAsync(feed.Owner, known, cancellationToken) is not { } all)
            return null;
        var (first, last) = (UdfEndpoints.First(from) ?? DateOnly.MinValue, UdfEndpoints.Last(to) ?? DateOnly.MaxValue);
        return [.. all.Items.Where(a => a.ExDate >= first && a.ExDate <= last).Select(MarkOf)];
    }

    private static UdfTimescaleMark MarkOf(ActionItem action)
    {
        var isSplit = action.Kind == ActionKind.Split;
        var what = isSplit
            ? string.Create(CultureInfo.InvariantCulture, $"Split {action.Numerator}:{action.Denominator}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(action.Kind == ActionKind.Dividend ? "Dividend" : "Capital gain")} {action.Amount} {action.Currency}");
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{action.Kind}-{action.ExDate:yyyy-MM-dd}-{action.Amount}"),
            isSplit ? "red" : "blue", isSplit ? "S" : action.Kind == ActionKind.Dividend ? "D" : "G", action.ExDate.Seconds(),
            [what.Trim(), string.Create(CultureInfo.InvariantCulture, $"{action.ExDate:yyyy-MM-dd}")]);
    }
}
