using System.Collections.Concurrent;
using System.Text.Json;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CreamPie.Web.Http.Rates;

/// <summary>
/// Lets the nodes of one PostgreSQL database count as one: each tells the others once a second how often its busiest callers have called.
/// A limit is exceeded by what comes in one second at most. Nothing is stored; without the database each node counts for itself.
/// </summary>
internal sealed partial class SharedRates(
    IConfiguration configuration, IOptions<DatabaseOptions> database, ILogger<SharedRates> log) : BackgroundService
{
    private const string Channel = "creampie_rates";

    /// <summary>Of one message, which PostgreSQL limits to 8,000 bytes.</summary>
    private const int MostCallers = 200;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, CallRate> _rates = [];
    private bool _isApart;

    /// <summary>A limit that holds for all nodes together.</summary>
    /// <param name="name">The same on each node.</param>
    public CallRate Share(string name, CallRate rate)
    {
        _rates[name] = rate;
        return rate;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.Value.Provider != DatabaseProvider.Postgres)
            return;
        using var timer = new PeriodicTimer(Pace);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TalkAsync(timer, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_isApart)
                    Log.Apart(log, fault);
                _isApart = true;
            }
        }
    }

    private async Task TalkAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(configuration.GetConnectionString("CreamPie"));
        connection.Notification += (_, told) => Learn(told.Payload);
        await connection.OpenAsync(cancellationToken);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        _isApart = false;
        do
        {
            // Also reads what the others have told.
            await using var tell = new NpgsqlCommand("select pg_notify(@channel, text) from unnest(@texts) as text", connection);
            tell.Parameters.AddWithValue("channel", Channel);
            tell.Parameters.AddWithValue("texts", _rates.Select(r => Told(r.Key, r.Value)).OfType<string>().ToArray());
            await tell.ExecuteNonQueryAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private string? Told(string name, CallRate rate)
    {
        var (window, calls) = rate.Tell(MostCallers);
        return calls.Count == 0 ? null : JsonSerializer.Serialize(new Word(_node, name, window, calls));
    }

    private void Learn(string text)
    {
        if (JsonSerializer.Deserialize<Word>(text) is { } word && word.Node != _node && _rates.TryGetValue(word.Rate, out var rate))
            rate.Learn(word.Node, word.Window, word.Calls);
    }

    private sealed record Word(string Node, string Rate, long Window, IReadOnlyDictionary<string, int> Calls);

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning, "The nodes cannot tell each other who calls how often: until they can, each limit holds for each node.")]
        public static partial void Apart(ILogger logger, Exception fault);
    }
}

internal static class SharedRatesServices
{
    public static void AddSharedRates(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SharedRates>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SharedRates>());
    }

    /// <summary>The limits of Core, which knows no other nodes.</summary>
    public static void ShareRates(this WebApplication app)
    {
        var shared = app.Services.GetRequiredService<SharedRates>();
        shared.Share("sign-in", app.Services.GetRequiredService<SignInRate>().Rate);
        foreach (var (name, rate) in app.Services.GetRequiredService<AccountMailRate>().Rates)
            shared.Share(name, rate);
        shared.Share("key-stranger", app.Services.GetRequiredService<ApiKeys>().Strangers.Asked);
    }
}
