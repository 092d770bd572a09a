using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;
using static CreamPie.Tests.Loading.LoaderTests;

namespace CreamPie.Tests.Loading.Actions;

/// <summary>A database of before listed actions: what stands was told by its document, and no document of then denies it.</summary>
public sealed class CarriedOverActionsTests
{
    private static readonly DateOnly Kept = Monday.AddDays(2);
    private static readonly DateOnly Dropped = Monday.AddDays(4);

    [Theory, OnSqlite, OnPostgres]
    public async Task Old_action_stands_until_a_new_document_denies_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, lastMigration: "Listings");
        await using var db = database.Open();
        await db.Database.ExecuteSqlAsync(
            $"insert into stock (symbol, status, version) values ('TEST', 'Imported', 1)");
        await TellAsync(db, Kept);
        await TellAsync(db, Dropped);
        await CoverAsync(db, document: 1, capturedOn: 10);
        await CoverAsync(db, document: 2, capturedOn: 11);

        await database.Get<DatabaseStartup>().MigrateAsync(CancellationToken.None);
        Assert.True((await db.Stocks.AsNoTracking().SingleAsync()).NeedsReplay);
        await LoadAsync(database, Of(
            3, Monday.AddDays(9), [Bar(5, 50), Bar(6, 50), Bar(7, 50)], [CorporateAction.Split(Monday.AddDays(6), 2, 1)]));
        Assert.Equal([Kept, Dropped, Monday.AddDays(6)], await StandingAsync(db));

        DailyBar[] bars = [.. Enumerable.Range(0, 6).Select(day => Bar(day, 50, day < 2 ? 49.5 : 50))];
        await LoadAsync(database, Of(4, Monday.AddDays(20), bars, [CorporateAction.Cash(Kept, ActionKind.Dividend, 0.5)]));
        Assert.Equal([Kept, Monday.AddDays(6)], await StandingAsync(db));
        Assert.Equal(4, (await db.CorporateActions.SingleAsync(a => a.ExDate == Dropped)).EndedByDocumentId);
    }

    private static Task<List<DateOnly>> StandingAsync(CreamPieDbContext db) => db.CorporateActions.AsNoTracking()
        .Where(a => a.KnownTo == null).OrderBy(a => a.ExDate).Select(a => a.ExDate).ToListAsync();

    private static Task TellAsync(CreamPieDbContext db, DateOnly exDate) => db.Database.ExecuteSqlAsync(
        $"""
        insert into corporate_action (stock_id, ex_date, kind, known_from, amount, exact, captured_at, document_id)
        select id, {Day(db, exDate)}, 'Dividend', {At(db, 10)}, 1, {true}, {At(db, 10)}, 1 from stock
        """);

    /// <summary>Document 1 told both; the later document 2 covers both days and lists nothing.</summary>
    private static Task CoverAsync(CreamPieDbContext db, int document, int capturedOn) => db.Database.ExecuteSqlAsync(
        $"""
        insert into load_ledger (
            document_id, parser_version, stock_id, source, first_day, last_day, basis_date, basis_guessed, precise, lists_actions,
            captured_at, sha256, rows, missing_days, token, loaded_at)
        select {document}, 1, id, 3, {Day(db, Monday)}, {Day(db, Monday.AddDays(5))}, {Day(db, Monday.AddDays(capturedOn))},
            {false}, {true}, {true}, {At(db, capturedOn)}, 'b', 6, {NoDays(db)}, 1, {At(db, capturedOn)} from stock
        """);

    private static object NoDays(CreamPieDbContext db) => db.Database.IsSqlite() ? "[]" : Array.Empty<DateOnly>();

    private static object Day(CreamPieDbContext db, DateOnly day) => db.Database.IsSqlite() ? DayAsNumber.ToNumber(day) : day;

    private static object At(CreamPieDbContext db, int day) =>
        InstantAsMilliseconds.ToParameter(db, Monday.AddDays(day).ToDateTime(new TimeOnly(23, 0), DateTimeKind.Utc));
}
