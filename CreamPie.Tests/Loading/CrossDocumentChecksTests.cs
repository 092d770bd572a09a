using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;
using static CreamPie.Tests.Loading.LoaderTests;

namespace CreamPie.Tests.Loading;

/// <summary>Findings that take two documents to detect.</summary>
public class CrossDocumentChecksTests
{
    [Theory]
    [OnSqlite(1, 2), OnSqlite(2, 1)]
    [OnPostgres(1, 2), OnPostgres(2, 1)]
    public async Task Jump_between_documents_without_a_split_is_a_finding(DatabaseProvider provider, int first, int second)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var (symbol, split) in new[] { ("NONE", false), ("SPLIT", true) })
        {
            foreach (var id in new[] { first, second })
            {
                await LoadAsync(database, id == 1
                    ? Of(
                        1, Monday.AddDays(10), [Bar(7, 400), Bar(8, 400)],
                        split ? [CorporateAction.Split(Monday.AddDays(14), 4, 1)] : [],
                        symbol: symbol) with
                    { DocumentId = split ? 11 : 1 }
                    : Of(
                        2, Monday.AddDays(20), [Bar(15, 100), Bar(16, 100)],
                        split ? [CorporateAction.Split(Monday.AddDays(14), 4, 1)] : [],
                        symbol: symbol) with
                    { DocumentId = split ? 12 : 2 });
            }
        }

        await using var db = database.Open();
        var finding = await db.Findings.SingleAsync();
        Assert.Equal((FindingKind.LargeMove, Monday.AddDays(15), second), (finding.Kind, finding.Date, finding.DocumentId));
    }

    [Theory]
    // Closes before a 2:1, a 3:2 and a reverse split of 2:3, each with a day's trading; a fall of 17 % is only trading.
    [OnSqlite(190, true), OnSqlite(145, true), OnSqlite(70, true), OnSqlite(120, false)]
    public async Task Step_of_a_small_split_between_documents_is_a_finding(DatabaseProvider provider, int before, bool isFinding)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(10), [Bar(7, before), Bar(8, before)]));
        await LoadAsync(database, Of(2, Monday.AddDays(20), [Bar(15, 100), Bar(16, 100)]));

        await using var db = database.Open();
        Assert.Equal(isFinding ? [FindingKind.LargeMove] : [], await db.Findings.Select(f => f.Kind).ToListAsync());
    }

    [Theory]
    [OnSqlite(1, 2), OnSqlite(2, 1)]
    [OnPostgres(1, 2), OnPostgres(2, 1)]
    public async Task Undated_document_with_a_later_split_is_one_finding(DatabaseProvider provider, int first, int second)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var undated = Of(1, Monday.AddDays(2), [Bar(0, 25), Bar(1, 25)], listsActions: false);
        undated = undated with { Document = undated.Document with { BasisGuessed = true } };
        var splitDay = Monday.AddDays(100);
        var dated = Of(2, splitDay.AddDays(5), [Bar(99, 25), Bar(100, 25)], [CorporateAction.Split(splitDay, 4, 1)]);
        foreach (var id in new[] { first, second })
            await LoadAsync(database, id == 1 ? undated : dated);
        await LoadAsync(database, Of(3, splitDay.AddDays(6), [Bar(99, 25), Bar(100, 25)], [CorporateAction.Split(splitDay, 4, 1)]));

        await using var db = database.Open();
        var finding = await db.Findings.SingleAsync();
        Assert.Equal((FindingKind.BasisGuessed, Monday.AddDays(1), 1), (finding.Kind, finding.Date, finding.DocumentId));
    }

    [Theory]
    [OnSqlite(1, 2), OnSqlite(2, 1)]
    [OnPostgres(1, 2), OnPostgres(2, 1)]
    public async Task Column_lost_in_a_later_capture_is_one_finding(DatabaseProvider provider, int first, int second)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        DailyBar[] known = [Bar(0, 10), Bar(1, 11), Bar(2, 12, final: false)];
        var forgotten = known.Select(b => b with { AdjClose = null, Volume = null, Final = true }).ToList();
        foreach (var id in new[] { first, second })
            await LoadAsync(database, Of(id, Monday.AddDays(8 + id), id == 1 ? known : forgotten));

        await using var db = database.Open();
        var finding = await db.Findings.SingleAsync();
        Assert.Equal((FindingKind.ValueUnknown, Monday), (finding.Kind, finding.Date));
        Assert.Contains("On 2 finished days from 2024-01-01 to 2024-01-02", finding.Seen, StringComparison.Ordinal);
        Assert.EndsWith("adjusted close, volume.", finding.Seen, StringComparison.Ordinal);
        Assert.All(await BarsAsync(database), bar => Assert.Null(bar.Volume));
    }
}
