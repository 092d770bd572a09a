using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api.Bulk;

/// <summary>The bars of many stocks in one answer, written as they are read.</summary>
internal static class BulkApi
{
    public static void MapBulk(this RouteGroupBuilder group) => group.MapGet("/bars", BarsAsync).Heavy()
        .Named(
            "GetBulkBars", "Bars of many stocks",
            "Bars of up to 500 stocks in one long table, each row with its symbol; as JSON, CSV, Parquet or an Arrow stream.")
        .Produces<BulkAnswer>(StatusCodes.Status200OK, "application/json", "text/csv", BarsParquet.ContentType, BarsArrow.ContentType)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<PushStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult>> BarsAsync(
        [AsParameters] BulkParameters parameters, HttpContext context, Caller caller, BulkQuery query, CancellationToken cancellationToken)
    {
        var (symbols, request, format, problem) = parameters.Read();
        if (request is null)
            return problem!;
        var start = await query.StartAsync(caller, symbols, request, cancellationToken);
        if (start.Unknown.Count > 0)
            return Unknown(start);
        context.Response.WriteTag(start.Tag);
        if (context.Request.HasTag(start.Tag))
            return EntityTags.NotModified();
        var table = new BarTable(request.Interval!.Value.Word(), request.Adjust, start.Stocks);
        WriteBasis(context.Response, table);
        var series = query.SeriesAsync(caller, symbols, request, cancellationToken);
        return Written(table, format, series, $"bars_{table.Interval}_{BarTable.AdjustWord(table.Adjust)}", cancellationToken);
    }

    /// <param name="table">What is written.</param>
    /// <param name="format">How.</param>
    /// <param name="series">Read while it is written.</param>
    /// <param name="name">Of the file, without its ending.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public static PushStreamHttpResult Written(
        BarTable table, BulkFormat format, IAsyncEnumerable<BarSeries> series, string name, CancellationToken cancellationToken)
    {
        var (write, contentType, ending) = Of(format);
        return TypedResults.Stream(
            stream => write(stream, table, series, cancellationToken), contentType,
            format == BulkFormat.Json ? null : $"{name}.{ending}");
    }

    private delegate Task WriteTable(
        Stream stream, BarTable table, IAsyncEnumerable<BarSeries> series, CancellationToken cancellationToken);

    private static (WriteTable Write, string ContentType, string Ending) Of(BulkFormat format) => format switch
    {
        BulkFormat.Csv => (BulkCsv.WriteAsync, BulkCsv.ContentType, "csv"),
        BulkFormat.Parquet => (BarsParquet.WriteAsync, BarsParquet.ContentType, "parquet"),
        BulkFormat.Arrow => (BarsArrow.WriteAsync, BarsArrow.ContentType, "arrows"),
        _ => (BulkJson.WriteAsync, BulkJson.ContentType, "json"),
    };

    private static void WriteBasis(HttpResponse response, BarTable table)
    {
        response.Headers[Basis.Header] = Basis.Of(table.Adjust);
        var unproved = string.Join(',', table.Stocks.Where(s => s.IsUnproved).Select(s => s.Symbol));
        if (unproved.Length > 0)
            response.Headers[Basis.UnprovedHeader] = unproved;
    }

    /// <summary>All or nothing: a table that lacks a symbol looks like one whose symbol has no bars.</summary>
    private static ProblemHttpResult Unknown(BulkStart start) => Problems.NotFound(
        "unknownSymbol",
        $"Not tracked, and without imported data: {string.Join(", ", start.Unknown.Select(s => s.Value))}. "
        + $"POST {StockDataPath.Root}/track to track one.");
}
