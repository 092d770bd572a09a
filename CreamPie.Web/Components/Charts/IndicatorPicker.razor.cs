using System.Globalization;
using CreamPie.Core.Analysis.Indicators.Catalog;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Charts;

/// <summary>Adds, changes and removes indicators; what is chosen goes to the address.</summary>
public sealed partial class IndicatorPicker
{
    private string? _problem;

    [Parameter, EditorRequired] public required ChartView View { get; set; }

    [Parameter] public EventCallback<ChartView> OnChoose { get; set; }

    private IReadOnlyList<IndicatorCall> Chosen => ChosenIndicators.Read(View.Indicators);

    private Task Add(Indicator indicator) =>
        IndicatorCall.TryRead(indicator.Name, out var call, out _) ? Go(ChosenIndicators.With(View.Indicators, call)) : Task.CompletedTask;

    private Task Remove(IndicatorCall call) => Go(ChosenIndicators.Without(View.Indicators, call.ToString()));

    private Task Change(IndicatorCall call, IndicatorParameter parameter, ChangeEventArgs e)
    {
        var given = call.Parameters.ToDictionary(p => p.Key, p => p.Value.ToString(CultureInfo.InvariantCulture));
        given[parameter.Name] = e.Value as string ?? "";
        if (!IndicatorCall.TryRead(call.Indicator.Name, given, out var changed, out _problem))
            return Task.CompletedTask;
        return Go(string.Join(',', Chosen.Select(c => (c.ToString() == call.ToString() ? changed : c).ToString()).Distinct()));
    }

    private Task Go(string indicators)
    {
        _problem = null;
        return OnChoose.InvokeAsync(View with { Indicators = indicators });
    }
}
