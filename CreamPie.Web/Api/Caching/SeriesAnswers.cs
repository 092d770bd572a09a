using System.Text.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Versions;
using CreamPie.Web.Api.Bulk;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Api.Caching;

/// <summary>How bars are written.</summary>
/// <param name="Format">Json, Columns or Csv.</param>
/// <param name="Columns">With columns: only these; empty for all.</param>
internal sealed record SeriesForm(SeriesFormat Format, IReadOnlyCollection<BarColumn> Columns)
{
    /// <summary>Path of the next page; null where an answer has all bars.</summary>
    public Func<BarSeries, string?>? Next { get; init; }

    /// <summary>What <see cref="Next"/> repeats of the request; empty without it.</summary>
    public string Page { get; init; } = "";

    /// <summary>Takes a place among large answers for a new one; null if it needs none.</summary>
    public Func<CancellationToken, Task<IDisposable>>? Place { get; init; }

    public override string ToString() => $"{Format.ToString().ToLowerInvariant()} {string.Join(',', Columns)} {Page}";
}

/// <summary>The bars of one stock, kept as they are sent.</summary>
internal sealed class SeriesAnswers(
    AnswerCache cache, VersionQuery versions, SeriesQuery query, IOptions<JsonOptions> json) : IDisposable
{
    /// <summary>An answer is written to its end even if its caller has gone, so that many at once must wait.</summary>
    private const int MostWriters = 16;

    private readonly SemaphoreSlim _writers = new(MostWriters);

    /// <summary>Which periods the dates cut; for the formats that have no place for it.</summary>
    public const string PartialHeader = "X-Partial";

    /// <summary>What the answer depends on now; null if there is no such stock.</summary>
    public Task<string?> TagAsync(Caller caller, Symbol symbol, SeriesRequest request, CancellationToken cancellationToken) =>
        versions.SeriesAsync(caller, symbol, request, cancellationToken);

    /// <summary>The answer of a tag, or of a newer one; null if the stock is gone.</summary>
    public async Task<KeptAnswer?> GetAsync(
        HttpContext context, Caller caller, Symbol symbol, SeriesRequest request, SeriesForm form, string tag,
        CancellationToken cancellationToken)
    {
        var key = new AnswerKey(symbol.Value, request, form.ToString());
        if (form.Place is { } take && cache.Find(context, key, tag) is null)
            context.Response.RegisterForDispose(await take(cancellationToken));
        return await cache.GetAsync(context, key, tag, WriteAsync, cancellationToken);

        async Task<KeptAnswer?> WriteAsync()
        {
            await _writers.WaitAsync(CancellationToken.None);
            try
            {
                var read = await query.BarsAsync(caller, symbol, request, isKnown: null, CancellationToken.None);
                return read is { Series: { } series }
                    ? Write(read.Tag, series with { Next = form.Next?.Invoke(series) }, request, form)
                    : null;
            }
            finally
            {
                _writers.Release();
            }
        }
    }

    public void Dispose() => _writers.Dispose();

    private KeptAnswer Write(string tag, BarSeries series, SeriesRequest request, SeriesForm form)
    {
        List<KeyValuePair<string, string>> headers = [new(Basis.Header, Basis.Of(series))];
        if (series.Partial is { } partial)
            headers.Add(new(PartialHeader, partial.ToString().ToLowerInvariant()));
        if (form.Format != SeriesFormat.Csv)
        {
            var written = form.Format == SeriesFormat.Columns ? series.AsColumns(form.Columns) : series;
            var bytes = JsonSerializer.SerializeToUtf8Bytes(written, json.Value.SerializerOptions);
            return new(tag, bytes, "application/json; charset=utf-8") { Headers = headers };
        }
        if (series.Next is { } next)
            headers.Add(new("Link", $"<{next}>; rel=\"next\""));
        return new(tag, BarsCsv.Of(series), BulkCsv.ContentType)
        {
            Headers = headers,
            FileName = BarsCsv.FileName(series, request) + ".csv",
        };
    }
}
