using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Support;

internal static class Eventually
{
    /// <summary>Polls until the value is there, for a minute at most.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        using var minute = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await look() is { } seen)
                return seen;
            await timer.WaitForNextTickAsync(minute.Token);
        }
    }

    /// <summary>Polls for a row of the program's database.</summary>
    public static async Task<T> SeeAsync<T>(this TestApplication app, Func<CreamPieDbContext, IQueryable<T>> rows)
        where T : class
    {
        var contexts = app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>();
        return await SeeAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync();
            return await rows(db).AsNoTracking().FirstOrDefaultAsync();
        });
    }
}
