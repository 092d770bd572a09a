using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Hosting;

/// <summary>The keys are in the database: a new version of the program signs nobody out and spoils no open form.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cookie_and_open_form_outlive_the_process()
    {
        var settings = new Dictionary<string, string>
        {
            ["Storage__Path"] = Path.Combine(_folder, "data"),
            ["Security__KeyFile"] = Path.Combine(_folder, "keys", "creampie.key"),
        };
        Directory.CreateDirectory(settings["Storage__Path"]);
        using var kept = new SocketsHttpHandler { AllowAutoRedirect = false };
        IReadOnlyList<(string Name, string Value)> form;
        await using (var app = AppProcess.Start(settings))
        {
            using var browser = new HttpClient(kept, disposeHandler: false) { BaseAddress = await app.Address };
            using var signedIn = await browser.SignInByPageAsync("admin@example.org", "correct horse battery");
            Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
            form = await browser.OpenFormAsync("/account", "/account/sign-out");
            app.Terminate();
            Assert.Equal(0, await app.ExitCodeAsync());
        }

        await using var again = AppProcess.Start(settings);
        using var later = new HttpClient(kept, disposeHandler: false) { BaseAddress = await again.Address };
        Assert.Contains("admin@example.org", await later.GetStringAsync("/account"), StringComparison.Ordinal);
        using var signedOut = await later.SendFormAsync("/account/sign-out", form);
        Assert.Equal("/", signedOut.PathOfLocation());
        using var outside = await later.GetAsync("/account");
        Assert.StartsWith("/account/sign-in", outside.PathOfLocation(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_without_a_key_file_says_that_the_keys_are_in_the_clear()
    {
        await using var app = AppProcess.Start(new Dictionary<string, string> { ["Storage__Path"] = _folder });
        await app.WaitForOutputAsync("The data protection keys are stored unencrypted").WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains("Set Security__KeyFile", app.Output, StringComparison.Ordinal);
    }

    /// <summary>A ring in memory, or in a container's home folder, would end with it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Key_ring_is_in_the_database_in_every_configuration(DatabaseProvider provider)
    {
        foreach (var file in new[] { SecurityOptions.None, Path.Combine(_folder, "keys", $"{provider}.key") })
        {
            await using var app = await TestApplication.StartAsync(
                provider, new Dictionary<string, string> { ["Security:KeyFile"] = file });
            var ring = app.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value;
            Assert.IsType<EntityFrameworkCoreXmlRepository<CreamPieDbContext>>(ring.XmlRepository);
        }
    }
}
