using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion;

/// <summary>A database that is away for as many connections as the test says, and then is found again.</summary>
internal sealed class OutageContexts(IDbContextFactory<CreamPieDbContext> contexts, Func<Exception> fault) : IDbContextFactory<CreamPieDbContext>
{
    public int Faults { get; set; }

    public CreamPieDbContext CreateDbContext() => Faults-- > 0 ? throw fault() : Found();

    private CreamPieDbContext Found()
    {
        Faults = 0;
        return contexts.CreateDbContext();
    }
}
