using CreamPie.Core.Monitoring.Alerts;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Monitoring.Alerts;

/// <summary>A database with a source that can be stopped, and a webhook on loopback.</summary>
internal sealed class AlertRig : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private AlertRig(TestDatabase database, WebhookReceiver receiver) => (Database, Receiver) = (database, receiver);

    public TestDatabase Database { get; }

    public WebhookReceiver Receiver { get; }

    public static async Task<AlertRig> StartAsync(DatabaseProvider provider, bool allowPrivate = true)
    {
        var receiver = await WebhookReceiver.StartAsync();
        var settings = new Dictionary<string, string?>
        {
            ["Alerts:WebhookUrl"] = allowPrivate ? receiver.Address : receiver.Address.Replace("http:", "https:", StringComparison.Ordinal),
            ["Alerts:WebhookSecret"] = Secret,
            ["Alerts:AllowPrivateNetworks"] = allowPrivate.ToString(),
        };
        return new(await TestDatabase.CreateAsync(provider, settings), receiver);
    }

    public async Task StopSourceAsync(bool isStopped)
    {
        await using var db = Database.Open();
        var row = await db.SourceHealth.SingleOrDefaultAsync(h => h.Source == SourceName.YahooPage);
        if (row is null)
            db.SourceHealth.Add(row = new SourceHealthRow { Source = SourceName.YahooPage });
        row.StoppedAt = isStopped ? new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc) : null;
        row.StoppedWhy = isStopped ? "Unknown layout." : null;
        await db.SaveChangesAsync();
    }

    /// <summary>What a node does each minute.</summary>
    public async Task RunAsync()
    {
        await Database.Get<AlertCheck>().CheckAsync(CancellationToken.None);
        await Database.Get<AlertDelivery>().SendDueAsync(CancellationToken.None);
    }

    /// <summary>The same by a node of its own.</summary>
    public async Task RunAsOtherNodeAsync()
    {
        await ActivatorUtilities.CreateInstance<AlertCheck>(Database.Services).CheckAsync(CancellationToken.None);
        await ActivatorUtilities.CreateInstance<AlertDelivery>(Database.Services).SendDueAsync(CancellationToken.None);
    }

    public async Task<AlertMessage> MessageAsync()
    {
        await using var db = Database.Open();
        return await db.AlertMessages.AsNoTracking().SingleAsync();
    }

    /// <summary>The wait of a failed message is over.</summary>
    public async Task DueAsync()
    {
        await using var db = Database.Open();
        await db.AlertMessages.Where(m => m.NextAttempt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAttempt, m => m.CreatedAt));
    }

    public Task AddAsync(params object[] rows) => Database.AddAsync(rows);

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
    }
}
