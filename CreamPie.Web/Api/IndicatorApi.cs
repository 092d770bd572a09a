using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Indicators;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api;

internal static class IndicatorApi
{
    public static void MapIndicators(this RouteGroupBuilder stock) => stock.MapGet("/indicators", IndicatorsAsync)
        .Named(
            "GetIndicators", "Indicators of a stock",
            "Indicators of the bars, oldest first: one by name as records, or several as columns.\n\n"
            + string.Join('\n', IndicatorCatalog.All.Select(Described)))
        .WithMetadata(new FurtherParameters([.. OwnParameters().Select(p => p.Name)]))
        .Produces(StatusCodes.Status304NotModified)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var (name, indicators, smallest, largest) in OwnParameters())
            {
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Description = $"With name={string.Join(" or ", indicators)}.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double", Minimum = smallest, Maximum = largest },
                });
            }
            return Task.CompletedTask;
        });

    private static async Task<Results<Ok<IndicatorSeries>, StatusCodeHttpResult, ProblemHttpResult>> IndicatorsAsync(
        Symbol symbol, [AsParameters] IndicatorParameters parameters, HttpContext context, Caller caller, IndicatorQuery query,
        CancellationToken cancellationToken)
    {
        var (request, calls, problem) = parameters.Read(context.Request.Query);
        if (request is null)
            return problem!;
        var tagged = await query.ComputeAsync(caller, symbol, request, calls, context.Request.HasTag, cancellationToken);
        if (tagged.Unknown is { } unknown)
            return SeriesApi.UnknownSymbol(unknown);
        context.Response.WriteTag(tagged.Tag);
        if (tagged.Answer is not { } answer)
            return EntityTags.NotModified();
        return TypedResults.Ok(string.IsNullOrEmpty(parameters.Name) ? answer.AsColumns() : answer.AsRecords());
    }

    private static IEnumerable<(string Name, IEnumerable<string> Indicators, string Smallest, string Largest)> OwnParameters() =>
        IndicatorCatalog.All
            .SelectMany(i => i.Parameters.Select(p => (Parameter: p, Indicator: i.Name)))
            .GroupBy(p => p.Parameter.Name)
            .Select(p => (
                p.Key, p.Select(i => i.Indicator),
                p.Min(i => i.Parameter.Smallest).ToString(CultureInfo.InvariantCulture),
                p.Max(i => i.Parameter.Largest).ToString(CultureInfo.InvariantCulture)));

    private static string Described(Indicator indicator) => $"- {indicator.Name}: {indicator.Title}; "
        + string.Concat(indicator.Parameters.Select(p => string.Create(
            CultureInfo.InvariantCulture, $"{p.Name} {p.Smallest} to {p.Largest}, default {p.Default}; ")))
        + $"fields {string.Join(", ", indicator.Fields)}.";
}
