using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CreamPie.Tests.Reliability.Soak;

/// <summary>Programs with an API key that ask fifteen times a second in all, and three people in browsers; and what went wrong.</summary>
internal sealed class SoakLoad : IAsyncDisposable
{
    private const int Readers = 5;
    private const int People = 3;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1.0 / 3);

    /// <summary>Half of them are kept by the server once they are made, half are made each time.</summary>
    private static readonly string[] Questions =
    [
        "{0}/bars", "{0}/bars?format=columns", "{0}/quote", "{0}/bars?format=csv", "{0}/bars?interval=1wk", "{0}/bars?adjust=all&limit=100",
        "{0}/indicators?name=rsi", "{0}", "bars?symbols=P0,P1,{0}&format=parquet", "symbols", "{0}/actions", "{0}/quote",
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly HttpClient _client;
    private readonly List<SoakVisitor> _people = [];
    private Task _running = Task.CompletedTask;
    private int _answers;

    private SoakLoad(HttpClient client) => _client = client;

    public int Answers => Volatile.Read(ref _answers);

    public int Visits => _people.Sum(p => p.Visits);

    public IReadOnlyCollection<string> Faults => [.. _faults, .. _people.SelectMany(p => p.Faults)];

    public static async Task<SoakLoad> StartAsync(SoakSystem system)
    {
        using var admin = await system.Nodes[0].Process.AdminAsync();
        string[] scopes = ["read", "admin"];
        using var answer = await admin.PostAsJsonAsync("/api/users/me/api-keys", new { name = "Soak", scopes });
        var key = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString();
        var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = admin.BaseAddress,
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var load = new SoakLoad(client);
        for (var i = 0; i < People; i++)
            load._people.Add(await SoakVisitor.StartAsync(admin.BaseAddress!));
        load._running = Task.WhenAll(
            [.. Enumerable.Range(0, Readers).Select(load.ReadAsync), .. load._people.Select(p => p.WalkAsync(load._stop.Token))]);
        return load;
    }

    /// <summary>Bytes that live after the last collection of the node that serves pages.</summary>
    public async Task<long> HeapAsync() => (await _client.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith("dotnet_gc_last_collection_heap_size_bytes{", StringComparison.Ordinal))
        .Sum(line => (long)double.Parse(line[(line.IndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var person in _people)
            await person.DisposeAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(int reader)
    {
        using var timer = new PeriodicTimer(Pace);
        var since = "";
        for (var i = reader; await TickAsync(timer); i++)
        {
            var symbol = SoakSystem.Symbols[i * 7 % SoakSystem.Symbols.Count];
            // The first reader follows the changes, too.
            var question = reader == 0 && i % 3 == 0
                ? Changes(since)
                : Questions[i % Questions.Length].Replace("{0}", symbol, StringComparison.Ordinal);
            if (await AskAsync(question) is { } body && question.StartsWith("changes", StringComparison.Ordinal))
                since = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("cursor").GetString()!;
        }
    }

    private static string Changes(string since) => since.Length == 0 ? "changes" : $"changes?since={Uri.EscapeDataString(since)}";

    private async Task<byte[]?> AskAsync(string question)
    {
        try
        {
            using var answer = await _client.GetAsync("/api/stock-data/" + question);
            var body = await answer.Content.ReadAsByteArrayAsync();
            Interlocked.Increment(ref _answers);
            if (answer.IsSuccessStatusCode)
                return body;
            _faults.Enqueue($"{question}: {(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            _faults.Enqueue($"{question}: {fault.Message}");
        }
        return null;
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
