using System.Text;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Sources.Formats.History;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Files;

public sealed class SessionDayImportTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Early_midnights_are_stored_under_their_sessions(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var chart = StampedDocuments.Chart(
            "PETR4.SA", "2022-01-03 02:00 +5", StampedDocuments.Zone("America/Sao_Paulo", "SAO"), "2022-01-05 02:00");

        await rig.DropAsync("PETR4.SA_2022-01-20.json", Encoding.UTF8.GetBytes(chart));

        Assert.Equal(
            [.. Enumerable.Range(3, 5).Select(day => (new DateOnly(2022, 1, day), day + 7d))],
            (await rig.BarsAsync("PETR4.SA")).Select(b => (b.Date, b.Close)));
        Assert.Equal(new DateOnly(2022, 1, 5), Assert.Single(await rig.ActionsAsync("PETR4.SA")).ExDate);
        await using var db = rig.Database.Open();
        Assert.Single(await db.Findings.Where(f => f.Kind == FindingKind.DocumentDoubt).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Midnights_in_utc_are_stored_under_the_days_of_paris(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        const string csv = "Date,Open,High,Low,Close,Adj Close,Volume\n2021-06-24 22:00:00+00:00,49.1,49.1,49.1,49.1,49.1,1000\n"
            + "2021-06-27 22:00:00+00:00,49.2,49.2,49.2,49.2,49.2,1000\n2021-06-29 22:00:00+00:00,49.58,49.58,49.58,49.58,49.58,1000\n";

        await rig.DropAsync("FDJU.PA_2021-07-10.csv", Encoding.UTF8.GetBytes(csv));

        Assert.Equal(
            [(new DateOnly(2021, 6, 25), 49.1), (new(2021, 6, 28), 49.2), (new(2021, 6, 30), 49.58)],
            (await rig.BarsAsync("FDJU.PA")).Select(b => (b.Date, b.Close)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Undecided_days_are_quarantined_and_not_stored(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        var document = await rig.DropAsync("FDJU.csv", "Date,Close\n2021-06-28 22:00:00Z,1\n2021-06-29 22:00:00Z,2\n"u8.ToArray());

        Assert.Equal((DocumentState.Quarantined, Reason.Days), (document.State, document.Reason!.Value));
        Assert.Empty(await rig.BarsAsync("FDJU"));
    }
}
