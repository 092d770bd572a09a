using Bunit;
using CreamPie.Core.Monitoring.Nodes;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Layout.Banners;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Layout;

public sealed class WorkersBannerTests : BunitContext, IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, new(2026, 11, 30));
        Services.AddFallbackServiceProvider(_database.Services);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Admin_sees_that_no_worker_runs_until_one_does()
    {
        AddAuthorization().SetAuthorized("admin").SetRoles(Roles.Admin);
        await CheckAsync();
        var banner = Render<WorkersBanner>();
        Assert.Contains("No worker is running", banner.Find("[role=status]").TextContent, StringComparison.Ordinal);

        await using (var db = _database.Open())
        {
            var now = await _database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
            db.Nodes.Add(WorkerNode.Of(now));
            await db.SaveChangesAsync();
        }
        await CheckAsync();
        ((FakeTimeProvider)_database.Get<TimeProvider>()).Advance(Node.Beat);

        banner.WaitForAssertion(() => Assert.Empty(banner.FindAll("[role=status]")));
    }

    [Fact]
    public async Task Analyst_does_not_see_the_banner()
    {
        AddAuthorization().SetAuthorized("analyst").SetRoles(Roles.Analyst);
        await CheckAsync();

        Assert.Empty(Render<WorkersBanner>().FindAll("[role=status]"));
    }

    private Task CheckAsync() => _database.Get<WorkerWatch>().CheckAsync(CancellationToken.None);
}
