using System.Diagnostics.CodeAnalysis;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Web.Hosting;

/// <summary>Keeps simulated and real data in separate databases: a simulated one is marked, and stays simulated.</summary>
internal sealed class SimulatedData(IDbContextFactory<CreamPieDbContext> contexts, Simulation simulation, TimeProvider time)
{
    private const string Elsewhere = "Give it a data folder (Storage__Path) or a database (ConnectionStrings__CreamPie) of its own";

    /// <exception cref="MixedDataException">The start would mix them.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = await db.Installations.Select(i => i.SimulatedAt).SingleAsync(cancellationToken);
        if (simulation.IsOn && since is null)
            await BeginAsync(db, cancellationToken);
        else if (!simulation.IsOn && since is not null)
            throw new MixedDataException(
                $"Sources__YahooPage__BaseUrl: this database has been filled by the simulated market (since {since:yyyy-MM-dd}), "
                + $"and the source is now {simulation.Source}: invented and real prices are never mixed. "
                + $"{Elsewhere}, or go on simulating: "
                + $"ASPNETCORE_ENVIRONMENT=Development with Sources__YahooPage__BaseUrl={Simulation.Address}.");
    }

    private async Task BeginAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        DateTime? now = time.Now();
        var begun = await db.Installations
            .Where(i => i.SimulatedAt != null || !db.Stocks.Any())
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.SimulatedAt, now), cancellationToken);
        if (begun == 0)
            throw new MixedDataException(
                $"Sources__YahooPage__BaseUrl: this database has real stocks in it, "
                + $"and the source is now the simulated market ({Simulation.Address}): "
                + "invented and real prices are never mixed. "
                + $"{Elsewhere}, or name the real source: Sources__YahooPage__BaseUrl=https://finance.yahoo.com.");
    }
}

[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with a message.")]
internal sealed class MixedDataException(string message) : Exception(message);
