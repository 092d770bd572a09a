using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Web.Components.Charts;

namespace CreamPie.Tests.Browser;

/// <summary>The interval of a view, which the server and the page's module choose apart from each other.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ShownIntervalTests(BrowserFixture browser)
{
    private static readonly DateOnly[] Lasts = [new(2026, 11, 20), new(2024, 2, 29)];

    private static readonly DateOnly[] Firsts = [new(1984, 11, 21), new(2006, 10, 16), new(2021, 10, 15), new(2024, 2, 26)];

    private static readonly (string? From, string? To)[] Free =
    [
        ("1984-12-03", null), (null, "1990-01-02"), ("2019-01-18", "2024-02-20"), ("1999-05-03", "2019-06-10"),
        ("2024-02-28", "2024-02-20"),
    ];

    [BrowserFact]
    public Task Server_and_page_choose_the_same_interval_for_a_view() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        var views = ChartRanges.Each.Select(range => new ChartView(range))
            .Concat(Free.Select(free => new ChartView { First = Day(free.From), Last = Day(free.To) }))
            .Append(new ChartView(ChartRange.All, Interval.Quarterly))
            .SelectMany(view => Firsts.SelectMany(first => Lasts.Select(last => (View: view, First: first, Last: last))))
            .ToList();
        await visit.OpenAsync("/stocks");

        var chosen = await visit.Page.EvaluateAsync<string[]>(
            "async views => { const { intervalOf } = await import('/Components/Charts/Reading/view.js'); return views.map(intervalOf); }",
            views.Select(v => new
            {
                interval = v.View.IntervalWord,
                range = v.View.IsFree ? "custom" : v.View.Range.Word(),
                from = Text(v.View.First),
                to = Text(v.View.Last),
                first = Text(v.First),
                last = Text(v.Last),
            }).ToArray());

        Assert.Equal(views.Select(v => $"{v} {v.View.Shown(v.First, v.Last).Word()}"), views.Zip(chosen, (v, word) => $"{v} {word}"));
        Assert.True(chosen.Distinct().Count() >= 4);
    });

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
