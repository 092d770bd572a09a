using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>Programs that read the API through the proxy without a pause, and write now and then, and what went wrong with it.</summary>
internal sealed class Readers : IAsyncDisposable
{
    private const int Count = 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(long At, string What)> _faults = [];
    private readonly Task[] _running;
    private int _answers;

    public Readers(HttpClient client, string symbol) =>
        _running = [.. Enumerable.Range(0, Count).Select(i => Task.Run(() => ReadAsync(client, symbol, isWriter: i == 0)))];

    public int Answers => Volatile.Read(ref _answers);

    /// <param name="since">Of <see cref="Stopwatch.GetTimestamp"/>.</param>
    public IReadOnlyList<string> FaultsSince(long since) => [.. _faults.Where(f => f.At >= since).Select(f => f.What)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private async Task ReadAsync(HttpClient client, string symbol, bool isWriter)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var answer = isWriter
                    ? await client.PostAsync("/api/stock-data/track", Track(symbol))
                    : await client.GetAsync($"/api/stock-data/{symbol}/bars");
                await answer.Content.ReadAsByteArrayAsync();
                if (!answer.IsSuccessStatusCode)
                    Fail($"{answer.RequestMessage!.Method} {(int)answer.StatusCode}");
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
            {
                Fail(fault.Message);
            }
            Interlocked.Increment(ref _answers);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static JsonContent Track(string symbol) => JsonContent.Create(new { symbol });

    private void Fail(string what)
    {
        var at = Stopwatch.GetTimestamp();
        _faults.Enqueue((at, string.Create(CultureInfo.InvariantCulture, $"{at / (double)Stopwatch.Frequency:0.00} {what}")));
    }
}
