using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion;

/// <summary>A database that is unreachable for a given number of connections.</summary>
internal sealed class OutageContexts(IDbContextFactory<CreamPieDbContext> contexts, Func<Exception> fault)
    : IDbContextFactory<CreamPieDbContext>
{
    public int Faults { get; set; }

    public CreamPieDbContext CreateDbContext() => Faults-- > 0 ? throw fault() : Open();

    private CreamPieDbContext Open()
    {
        Faults = 0;
        return contexts.CreateDbContext();
    }
}
