using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.AlphaVantage;

/// <summary>The days of a series as rows, actions and errors; newest first, as in the response.</summary>
internal sealed class AlphaVantageRows
{
    private const int MostShown = 40;
    private int _position;

    public List<ParsedRow> Rows { get; } = [];
    public List<CorporateAction> Actions { get; } = [];
    public List<RowError> Errors { get; } = [];

    /// <summary>True if every day states its dividend and split.</summary>
    public bool ListsActions { get; private set; } = true;

    /// <returns>Why the whole response cannot be read; null if it can.</returns>
    public string? Read(JsonProperty day)
    {
        var position = _position++;
        if (!DateText.TryReadIso(day.Name, out var date, out var time) || time.Length > 0)
            return $"The day \"{Shown(day.Name)}\" is not a date like 2026-11-20.";
        var fields = new NumberedNames(day.Value);
        var (closeText, volumeText) = (fields.Text("close"), fields.Text("volume"));
        if (closeText is null)
            return "A day of the series has no \"close\".";
        if (Price(fields.Text("open"), out var open) && Price(fields.Text("high"), out var high) && Price(fields.Text("low"), out var low)
            && Price(closeText, out var close) && Price(fields.Text("adjusted close"), out var adjClose)
            && NumberText.Volume(volumeText, grouped: false, out var volume) != NumberKind.Malformed)
        {
            if (close is { } known)
                Rows.Add(new ParsedRow(position, new DailyBar(date, open, high, low, known, adjClose, volume)));
            else
                Errors.Add(new RowError(position, date, "The day has no close."));
        }
        else
        {
            return $"The day {date:yyyy-MM-dd} has a field that is not a number.";
        }
        ReadActions(position, date, fields.Text("dividend amount"), fields.Text("split coefficient"));
        return null;
    }

    private void ReadActions(int position, DateOnly date, string? paid, string? split)
    {
        if (paid is null || split is null)
            ListsActions = false;
        if (!Price(paid, out var amount) || !Price(split, out var ratio) || ratio <= 0)
        {
            var problem = $"The dividend \"{Shown(paid)}\" or the split \"{Shown(split)}\" cannot be parsed.";
            Errors.Add(new RowError(position, date, problem, RowProblem.Action));
            return;
        }
        if (amount is > 0)
            Actions.Add(CorporateAction.Cash(date, ActionKind.Dividend, amount.Value));
        if (ratio is { } known and not 1)
            Actions.Add(SplitRatio.Of(date, known));
    }

    /// <returns>False if it is not a number; null if it is stated as unknown.</returns>
    private static bool Price(string? text, out double? value)
    {
        var kind = NumberText.Price(text, grouped: false, out var number);
        value = kind == NumberKind.Value ? number : null;
        return kind != NumberKind.Malformed;
    }

    private static string Shown(string? text) => Excerpt.Of(text, MostShown);
}
