using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Loading.Checks;

/// <summary>Days that a later capture covers but lacks are told once for each run of them, and found from each day.</summary>
public class MissingDaysTests
{
    [Theory]
    [OnSqlite(1, 2), OnSqlite(2, 1)]
    [OnPostgres(1, 2), OnPostgres(2, 1)]
    public async Task Missing_days_in_a_row_are_one_finding(DatabaseProvider provider, int first, int second)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(NewDocument(1, "TEST"), NewDocument(2, "TEST"));
        foreach (var id in new[] { first, second })
        {
            int[] days = id == 1 ? [0, 1, 2, 3, 4, 7, 8, 9, 10, 11] : [0, 3, 9, 11];
            await database.Services.LoadAsync(Of(id, Monday.AddDays(20 + id), [.. days.Select(d => Bar(d, 100 + d))]));
        }

        await using var db = database.Open();
        var findings = await db.Findings.OrderBy(f => f.Date).ToListAsync();
        Assert.All(findings, f => Assert.Equal((FindingKind.MissingInLaterCapture, 2), (f.Kind, f.DocumentId)));
        Assert.Equal(
            [
                (1, "A later capture covers 2 days from 2024-01-02 to 2024-01-03 but does not include them."),
                (4, "A later capture covers 3 days from 2024-01-05 to 2024-01-09 but does not include them."),
                (10, "A later capture covers this day but does not include it."),
            ],
            findings.Select(f => (f.Date!.Value.DayNumber - Monday.DayNumber, f.Seen)));
        foreach (var (day, told) in new (int, int?)[] { (0, null), (1, 1), (2, 1), (3, null), (4, 4), (8, 4), (9, null), (10, 10) })
            Assert.Equal(told is { } at ? [Monday.AddDays(at)] : [], await ToldAsync(database, day));
    }

    [Fact]
    public void Thousands_of_missing_days_are_one_finding_even_scattered()
    {
        DateOnly[] series = [.. Enumerable.Range(0, 14_802).Select(Monday.AddDays)];

        Assert.Equal(
            "A later capture covers 14,800 days from 2024-01-02 to 2064-07-09 but does not include them.", Seen(series[1..^1]));
        Assert.Equal(
            "A later capture covers 7,401 days from 2024-01-01 to 2064-07-09 but does not include them.",
            Seen([.. series.Where((_, i) => i % 2 == 0)]));

        string Seen(DateOnly[] missing) =>
            Assert.Single(MissingDays.Find([.. missing.Select(day => (1, day))], series.Concat(series))).Finding.Seen;
    }

    private static async Task<IEnumerable<DateOnly>> ToldAsync(TestDatabase database, int day)
    {
        var provenance = await database.Get<ProvenanceQuery>().ProvenanceAsync(
            Analyst, CreamPie.Core.Market.Symbol.Parse("TEST"), Monday.AddDays(day), CancellationToken.None);
        return provenance!.Findings.Select(f => f.Date!.Value);
    }
}
