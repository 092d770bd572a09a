using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Ingestion.Dispatching;

public class SweeperServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Concurrent_sweep_requests_share_one_sweep(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var service = new SweeperService(
            rig.Get<Sweeper>(), rig.Get<DueSignal>(), rig.Get<LastSweep>(), TimeProvider.System, lifetime,
            rig.Get<IOptions<IngestionOptions>>(), NullLogger<SweeperService>.Instance);
        await rig.TrackAsync("AAA");
        await service.StartAsync(CancellationToken.None);
        var (first, second) = (service.SweepNowAsync(CancellationToken.None), service.SweepNowAsync(CancellationToken.None));

        lifetime.NotifyStarted();

        Assert.Equal(1, (await first).Planned);
        Assert.Same(await first, await second);
        Assert.Equal(0, (await service.SweepNowAsync(CancellationToken.None)).Planned);
        await using (var db = rig.Database.Open())
            Assert.Equal(1, await db.Documents.CountAsync());
        await service.StopAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.SweepNowAsync(CancellationToken.None));
    }
}
