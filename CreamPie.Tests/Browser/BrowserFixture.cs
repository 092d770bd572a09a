using CreamPie.Tests.Support;

namespace CreamPie.Tests.Browser;

/// <summary>One program and one browser for all tests of this folder, which run one by one because they share its clock.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}

public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>The address that the identity provider tells of its only person.</summary>
    public const string Guest = "guest-for-life@example.org";

    private SimulatedApp? _app;
    private CertifiedProvider? _provider;

    internal SimulatedApp App => _app ?? throw new InvalidOperationException("Without a browser its tests are skipped.");

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null)
            return;
        _provider = await CertifiedProvider.StartAsync(new CertifiedPerson("guest", Guest));
        _app = await SimulatedApp.StartAsync(_provider.Settings);
        await _app.AddFailuresAsync();
        await _app.AddHostileTextAsync();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
    }
}
