using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Auditing;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Querying.Users;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Storage.Commands;

/// <summary>What is typed on an open page comes by its circuit, past the gate for requests.</summary>
public sealed class ReadableParametersTests
{
    private static readonly string[] Hostile = ["a\0b", "\ud800", "\udc00 x", "x\ud83d", "\uFFFE", "\uFFFF"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Text_that_is_none_finds_nothing_and_fails_nowhere(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, configure: services => services
            .AddSingleton<UseNotes>().AddSingleton<Sessions>().AddSingleton<Proofs>().AddSingleton<LastAdmin>()
            .AddSingleton<Invitations>().AddSingleton<UserAdministration>());
        await database.AddAsync(SeedData.Tracked("FOO", "Foo Inc."));
        foreach (var text in Hostile)
        {
            Assert.Empty(await database.Get<FindQuery>().FindAsync(SeedData.Analyst, text, [text], default));
            // As without a text: none of these is a stock that was opened.
            Assert.Single(await database.Get<FindQuery>().FindAsync(SeedData.Analyst, "", [text, "FOO"], default));
            Assert.Empty((await database.Get<StockQuery>().SymbolsAsync(SeedData.Analyst, text, new(), default)).Items);
            Assert.Empty((await database.Get<StockQuery>().TrackedAsync(SeedData.Admin, text, null, new(), default)).Items);
            Assert.Empty((await database.Get<UserQuery>().UsersAsync(SeedData.Admin, text, text, null, new(), default)).Items);
            Assert.Null(await database.Get<UserQuery>().UserAsync(SeedData.Admin, text, default));
            Assert.Empty((await database.Get<AuditQuery>().EntriesAsync(SeedData.Admin, new(text, Text: text), new(), default)).Items);
            Assert.IsType<InvitationResult.Invalid>(
                await database.Get<Invitations>().CreateAsync(SeedData.Admin, text + "@example.org", Roles.Analyst, default));
            Assert.Equal(
                UserChange.NoUser, await database.Get<UserAdministration>().DisableAsync(SeedData.Admin, text, default));
            Assert.False(Symbol.TryParse(text, out _));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Text_that_is_none_is_stored_with_replacements(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(SeedData.Tracked("FOO", "a\0b \ud83d\ude00 \ud83d\uFFFE"));
        await using var db = database.Open();
        Assert.Equal("a\uFFFDb \ud83d\ude00 \uFFFD\uFFFD", db.Stocks.Single().Name);
    }
}
