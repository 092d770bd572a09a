using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Charts.Comparing;

/// <summary>The frame of a comparison; its module draws into it, and has what the reader does to it in the address.</summary>
public sealed partial class ComparisonChart
{
    [Parameter, EditorRequired] public required IReadOnlyList<string> Symbols { get; set; }

    /// <summary>Of all of them: a new one draws them again.</summary>
    [Parameter, EditorRequired] public required string Version { get; set; }

    /// <summary>"all" for total returns, "splits" for the price alone.</summary>
    [Parameter, EditorRequired] public required string Adjust { get; set; }

    /// <summary>"linear", "log" or "percent".</summary>
    [Parameter, EditorRequired] public required string Scale { get; set; }

    /// <summary>1m ... all; "custom" for free dates.</summary>
    [Parameter, EditorRequired] public required string Range { get; set; }

    /// <summary>First of free dates.</summary>
    [Parameter] public string? From { get; set; }

    /// <summary>Last of free dates.</summary>
    [Parameter] public string? To { get; set; }

    /// <summary>The last day that all may have: ranges count back from it.</summary>
    [Parameter, EditorRequired] public DateOnly Last { get; set; }

    protected override string Name => $"the comparison of {string.Join(", ", Symbols)}";

    protected override string Module => Assets["Components/Charts/Comparing/ComparisonChart.razor.js"];

    protected override string Library => Assets["lib/lightweight-charts.js"];

    protected override ComparisonRequest ToShow =>
        new(string.Join(',', Symbols), Version, Adjust, Scale, Range, From, To, ChartView.Text(Last)!);
}
