using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>Every status that an operation can answer, with its body and headers.</summary>
internal static class Answers
{
    private const string Json = "application/json";

    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var responses = operation.Responses ??= [];
        foreach (var status in CommonStatuses(operation, context))
            responses.TryAdd(status, new OpenApiResponse());
        foreach (var (status, response) in responses.Select(r => (r.Key, Value: (OpenApiResponse)r.Value)))
        {
            response.Description = ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture));
            if (status[0] is '4' or '5')
                response.Content = Problem(document);
            else
                DescribeContent(response);
            response.Headers = AnswerHeaders.Of(document, operation, status);
        }
        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(r => r.Key, StringComparer.Ordinal))
            operation.Responses[status] = response;
        return Task.CompletedTask;
    }

    private static IEnumerable<string> CommonStatuses(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        // An unknown parameter; too many calls; a fault of ours.
        yield return "400";
        yield return "429";
        yield return "500";
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            yield return "401";
            // Also of a session cookie where it does not count.
            yield return "403";
        }
        if (operation.Responses!.Any(r => r.Key[0] == '2' && r.Key != "204"))
            yield return "406";
        if (operation.RequestBody is not null)
        {
            yield return "413";
            yield return "415";
        }
    }

    private static void DescribeContent(OpenApiResponse response)
    {
        foreach (var (type, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            if (type == Json)
                continue;
            media.Schema = type.StartsWith("text/", StringComparison.Ordinal)
                ? new OpenApiSchema { Type = JsonSchemaType.String }
                : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        }
    }

    private static Dictionary<string, OpenApiMediaType> Problem(OpenApiDocument document) => new()
    {
        ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("ProblemDetails", document) },
    };
}
