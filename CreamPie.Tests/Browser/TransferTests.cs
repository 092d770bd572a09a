using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class TransferTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int Kilobyte = 1024;

    private const int Most = 450;

    /// <summary>Sixteen and forty years of daily bars, all of which are fetched.</summary>
    [BrowserTheory, InlineData("LEMN"), InlineData("PIE")]
    public Task First_visit_to_a_stock_transfers_at_most_450_KB(string symbol) => browser.App.VisitAsync(
        Visitor.Analyst, async visit =>
    {
        var addresses = new ConcurrentDictionary<string, string>();
        var sizes = new ConcurrentDictionary<string, double>();
        var circuit = new ConcurrentQueue<byte[]>();
        var protocol = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        protocol.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
            addresses[Text(e, "requestId")] = e!.Value.GetProperty("request").GetProperty("url").GetString()!;
        protocol.Event("Network.loadingFinished").OnEvent += (_, e) =>
            sizes[Text(e, "requestId")] = e!.Value.GetProperty("encodedDataLength").GetDouble();
        protocol.Event("Network.webSocketFrameReceived").OnEvent += (_, e) => circuit.Enqueue(Payload(e!.Value.GetProperty("response")));
        await protocol.SendAsync("Network.enable");
        await protocol.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });

        await visit.OpenAsync("/stocks/" + symbol);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var all = sizes.Select(s => (Url: addresses.GetValueOrDefault(s.Key, "?"), Bytes: s.Value))
            .Append((Url: "the circuit", Bytes: Deflated(circuit)))
            .OrderByDescending(s => s.Bytes)
            .ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{symbol}: {all.Sum(s => s.Bytes):0} bytes"));
        output.WriteLine(string.Join('\n', all.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Bytes,9:0} {s.Url}"))));
        Assert.Contains(all, s => s.Url.Contains("mudblazor", StringComparison.Ordinal));
        Assert.Contains(all, s => s.Url.Contains("format=columns", StringComparison.Ordinal));
        Assert.InRange(all.Sum(s => s.Bytes), 1, Most * Kilobyte);
    });

    private static string Text(JsonElement? e, string name) => e!.Value.GetProperty(name).GetString()!;

    /// <summary>Binary frames come as base64.</summary>
    private static byte[] Payload(JsonElement frame)
    {
        var data = frame.GetProperty("payloadData").GetString()!;
        return frame.GetProperty("opcode").GetInt32() == 2 ? Convert.FromBase64String(data) : Encoding.UTF8.GetBytes(data);
    }

    /// <summary>The browser tells the frames as they are unpacked; on the wire each is deflated, knowing those before it.</summary>
    private static double Deflated(IEnumerable<byte[]> frames)
    {
        using var wire = new MemoryStream();
        using var deflate = new DeflateStream(wire, CompressionLevel.Optimal);
        foreach (var frame in frames)
        {
            deflate.Write(frame);
            deflate.Flush();
        }
        return wire.Length;
    }
}
