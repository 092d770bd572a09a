using CreamPie.Core.Accounts;
using CreamPie.Core.Loading;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Querying;

/// <summary>Stocks as the real loader leaves them.</summary>
internal static class SeedData
{
    public static readonly Caller Analyst = new("1", "ann", new HashSet<string> { Roles.Analyst });
    public static readonly Caller Admin = new("2", "adam", new HashSet<string> { Roles.Admin });
    public static readonly Caller WithoutRole = new("3", "nob", new HashSet<string>());

    /// <summary>A database whose clock stands at noon UTC of the given day.</summary>
    public static Task<TestDatabase> DatabaseAsync(
        DatabaseProvider provider, DateOnly today, IReadOnlyDictionary<string, string?>? settings = null) => TestDatabase.CreateAsync(
        provider,
        settings,
        configure: services => services.AddSingleton<TimeProvider>(
            new FakeTimeProvider(new DateTimeOffset(today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero))));

    public static async Task LoadAsync(this IServiceProvider services, params LoadRequest[] requests)
    {
        foreach (var request in requests)
        {
            var result = await services.GetRequiredService<Loader>()
                .LoadAsync(request, (_, _, _, _) => Task.FromResult(true), CancellationToken.None);
            Assert.IsType<LoadResult.Loaded>(result);
        }
    }

    public static async Task AddAsync(this TestDatabase database, params object[] rows)
    {
        await using var db = database.Open();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public static Document NewDocument(
        int id, string? symbol = null, int? stockId = null, DocumentState state = DocumentState.Loaded) =>
        new()
        {
            Id = id,
            Source = SourceName.YahooPage,
            Symbol = symbol,
            StockId = stockId,
            PlanKey = $"test:{id}",
            PlannedAt = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            NextAttempt = new(2025, 1, 2, 0, 0, 0, DateTimeKind.Utc),
            State = state,
        };

    public static Stock Tracked(string symbol, string? name = null) => new() { Symbol = symbol, Name = name, Status = StockStatus.Pending };
}
