using System.Collections.Concurrent;

namespace CreamPie.Tests.Support;

/// <summary>
/// The generated market's website at several addresses: a killed process leaves its host's gate closed for a while, so
/// each process uses another address.
/// </summary>
internal sealed class GeneratedSource : IDisposable
{
    private readonly RawHttpServer[] _sites;
    private readonly ConcurrentDictionary<string, int> _sessions = new(StringComparer.Ordinal);
    private int _next;

    public GeneratedSource(GeneratedMarket market, IEnumerable<string> symbols, int sites = 1)
    {
        Market = market;
        _sites = [.. Enumerable.Range(0, sites).Select(_ => new RawHttpServer())];
        foreach (var symbol in symbols)
            Add(symbol);
    }

    public GeneratedMarket Market { get; }

    public IReadOnlyList<RawHttpServer> Sites => _sites;

    public string NextSite() => _sites[Interlocked.Increment(ref _next) % _sites.Length].Root.ToString();

    public void Add(string symbol)
    {
        foreach (var site in _sites)
            site.On($"/quote/{Uri.EscapeDataString(symbol)}/history/", (stream, cancel) => ServeAsync(symbol, stream, cancel));
    }

    /// <summary>Sets the number of sessions that the page shows; until then it shows all.</summary>
    public void Show(string symbol, int sessions) => _sessions[symbol] = sessions;

    public void Dispose()
    {
        foreach (var site in _sites)
            site.Dispose();
    }

    /// <summary>Sends two halves, so that a process can die between them.</summary>
    private async Task ServeAsync(string symbol, Stream stream, CancellationToken cancel)
    {
        var sessions = _sessions.TryGetValue(symbol, out var shown) ? shown : Market.Length(symbol);
        var answer = RawHttpServer.Answer(200, Market.Page(symbol, sessions), "Content-Type: text/html; charset=utf-8");
        await stream.WriteAsync(answer.AsMemory(0, answer.Length / 2), cancel);
        await Task.Delay(Random.Shared.Next(0, 20), cancel);
        await stream.WriteAsync(answer.AsMemory(answer.Length / 2), cancel);
    }
}
