using System.IO.Compression;
using System.Text;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>A real retriever and a raw loopback server.</summary>
public abstract class LoopbackRetrieval : IDisposable
{
    private protected static readonly byte[] Page = Encoding.UTF8.GetBytes(
        "<html>" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"<td>{i * 7919 % 100_003}</td>")) + "</html>");
    private protected static readonly byte[] Zipped = Compress(Page);
    private static readonly DateTimeOffset Now = new(2025, 6, 16, 10, 0, 0, TimeSpan.Zero);

    private protected RawHttpServer Server { get; } = new();

    public void Dispose()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<FetchResult> FetchAsync(string path, RetrievalOptions? options = null, TimeProvider? time = null)
    {
        using var retriever = Create(options, time);
        return await retriever.FetchAsync(Request(path), RobotsRules.None, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
    }

    private protected SourceRequest Request(string path) => Request(Server.Url(path));

    private protected static SourceRequest Request(Uri url) => new(url, new Dictionary<string, string>());

    private protected static Retriever Create(RetrievalOptions? options = null, TimeProvider? time = null) =>
        new(Options.Create(options ?? new RetrievalOptions { AllowPrivateNetworks = true, MinDelaySeconds = 0 }),
            time ?? new FakeTimeProvider(Now));

    internal static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}
