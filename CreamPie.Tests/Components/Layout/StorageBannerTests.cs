using Bunit;
using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Components.Layout.Banners;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Layout;

public sealed class StorageBannerTests : BunitContext
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 17, 12, 0, 0, TimeSpan.Zero));
    private readonly StorageOptions _storage = new()
    {
        Path = Directory.CreateTempSubdirectory("creampie-test-").FullName,
        MinFreePercent = 0,
    };

    public StorageBannerTests()
    {
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new DiskSpaceGuard(
            new FolderStore(Options.Create(_storage), NullLogger<FolderStore>.Instance), _time, NullLogger<DiskSpaceGuard>.Instance));
    }

    [Fact]
    public void Admin_sees_why_work_waits_and_when_it_resumes()
    {
        AddAuthorization().SetAuthorized("admin").SetRoles(Roles.Admin);
        _storage.MinFreeMegabytes = 10_000_000;
        var banner = Render<StorageBanner>();
        Assert.Contains("nearly full", banner.Find("[role=status]").TextContent, StringComparison.Ordinal);

        _storage.MinFreeMegabytes = 0;
        _time.Advance(TimeSpan.FromSeconds(10));
        banner.WaitForAssertion(() => Assert.Empty(banner.FindAll("[role=status]")));
    }

    [Fact]
    public void Analyst_does_not_see_the_banner()
    {
        AddAuthorization().SetAuthorized("analyst").SetRoles(Roles.Analyst);
        _storage.MinFreeMegabytes = 10_000_000;

        Assert.Empty(Render<StorageBanner>().FindAll("[role=status]"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Directory.Exists(_storage.Path))
            Directory.Delete(_storage.Path, recursive: true);
    }
}
