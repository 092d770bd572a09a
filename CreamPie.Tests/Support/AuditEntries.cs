using System.Runtime.CompilerServices;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Support;

/// <summary>Reads the audit of a running program as one line an entry, each entry once.</summary>
internal static class AuditEntries
{
    private static readonly ConditionalWeakTable<TestApplication, StrongBox<long>> Read = [];

    /// <summary>The entries since the last call.</summary>
    public static async Task<IReadOnlyList<string>> AuditAsync(this TestApplication app)
    {
        var last = Read.GetOrCreateValue(app);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        var entries = await db.AuditEntries.Where(e => e.Id > last.Value).OrderBy(e => e.Id).ToListAsync();
        last.Value = entries.Count > 0 ? entries[^1].Id : last.Value;
        return entries.ConvertAll(e => $"{e.Action} {e.Outcome} {e.Target ?? "-"} by {e.UserName ?? "nobody"}: {e.Detail}");
    }

    /// <summary>Since the last call there was this one entry.</summary>
    public static async Task SeeAuditAsync(this TestApplication app, string expected) =>
        Assert.Equal(expected, Assert.Single(await app.AuditAsync()));
}
