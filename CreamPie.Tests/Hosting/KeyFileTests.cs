using System.Security.Cryptography;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Hosting;

/// <summary>A copy of the database is no admin.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;

    private string File => Path.Combine(_folder, "keys", "creampie.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, OnSqlite, OnPostgres]
    public async Task New_keys_are_stored_protected(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(
            provider, new Dictionary<string, string> { ["Security:KeyFile"] = File });
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var browser = app.Anonymous();
        using var signedIn = await browser.SignInByPageAsync(TestApplication.AnalystEmail);

        Assert.True((await browser.GetAsync("/account")).IsSuccessStatusCode);
        Assert.All(await KeysAsync(app), AssertProtected);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_of_an_existing_installation_are_protected_and_stay_readable(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var text = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("cream");
        Assert.Contains(await KeysAsync(app), key => key.Contains("masterKey", StringComparison.Ordinal));
        var contexts = app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>();
        var file = Open(app, File);

        await Ring(file).ProtectAsync(CancellationToken.None);

        Assert.All(await KeysAsync(app), AssertProtected);
        Assert.Equal("cream", Provider(file).CreateProtector("test").Unprotect(text));
        Assert.Throws<CryptographicException>(() => Provider(Open(app, SecurityOptions.None)).CreateProtector("test").Unprotect(text));
        // Nor does it go on with another file, or without one.
        foreach (var other in new[] { SecurityOptions.None, File + "2" })
        {
            var refused = await Assert.ThrowsAsync<OptionsValidationException>(
                () => Ring(Open(app, other)).ProtectAsync(CancellationToken.None));
            Assert.Contains("Put the file back", refused.Message, StringComparison.Ordinal);
        }

        KeyRing Ring(KeyFile by) =>
            new(contexts, by, Provider(by), app.Services.GetRequiredService<IHostEnvironment>(), NullLoggerFactory.Instance);

        IDataProtectionProvider Provider(KeyFile by)
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddScoped(_ => contexts.CreateDbContext());
            var protection = services.AddDataProtection().SetApplicationName("CreamPie").PersistKeysToDbContext<CreamPieDbContext>()
                .DisableAutomaticKeyGeneration();
            if (by.Certificate is not null)
                protection.ProtectKeysWithCertificate(by.Certificate);
            return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
        }
    }

    [Fact]
    public async Task File_is_made_once_and_read_ever_after()
    {
        await using var app = await TestApplication.StartAsync();
        Assert.Equal(Open(app, File).Certificate!.Thumbprint, Open(app, File).Certificate!.Thumbprint);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    private static KeyFile Open(TestApplication app, string file) => KeyFile.Open(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Security:KeyFile"] = file }).Build(),
        app.Services.GetRequiredService<IHostEnvironment>());

    private static void AssertProtected(string key)
    {
        Assert.Contains("EncryptedData", key, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal);
    }

    private static async Task<List<string>> KeysAsync(TestApplication app)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        var keys = await db.DataProtectionKeys.Select(k => k.Xml!).ToListAsync();
        Assert.NotEmpty(keys);
        return keys;
    }
}
