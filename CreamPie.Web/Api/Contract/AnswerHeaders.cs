using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>The headers of answers that programs can use.</summary>
internal static class AnswerHeaders
{
    private static readonly OpenApiSchema Seconds = Number();

    private static readonly Dictionary<string, OpenApiHeader> All = new()
    {
        ["RateLimit-Limit"] = new() { Description = "Calls that you may make in a minute.", Schema = Number() },
        ["RateLimit-Remaining"] = new() { Description = "Those that are left.", Schema = Number() },
        ["RateLimit-Reset"] = new() { Description = "Seconds until all are there again.", Schema = Seconds },
        ["Retry-After"] = new() { Description = "Seconds after which it is worth trying again.", Required = true, Schema = Seconds },
        ["ETag"] = new() { Description = "Of this answer, for If-None-Match.", Required = true, Schema = Text("\"v1.7.42.json\"") },
        ["Link"] = new() { Description = "The next page, of a CSV.", Schema = Text("</api/stock-data/F/bars?cursor=...>; rel=\"next\"") },
        ["Location"] = new() { Description = "Path of what was made.", Required = true, Schema = Text("/api/stock-data/documents/7") },
        ["X-Basis"] = new() { Description = "What the prices are adjusted for.", Required = true, Schema = Text("split-adjusted") },
        ["X-Basis-Unproved"] = new() { Description = "Symbols whose basis is not proved.", Schema = Text("F,GE") },
        ["X-Partial"] = new() { Description = "Which period is cut by from or to: first, last or both.", Schema = Text("first") },
        ["Content-Disposition"] = new() { Description = "The name of a file.", Schema = Text("attachment; filename=AAPL_1d_splits.csv") },
    };

    public static Dictionary<string, IOpenApiHeader>? Of(OpenApiDocument document, OpenApiOperation operation, string status)
    {
        List<string> names = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];
        if (status is "429" or "503")
            names.Add("Retry-After");
        if (status is "201" or "202")
            names.Add("Location");
        if (status is "200" or "304" && operation.Responses!.ContainsKey("304"))
            names.Add("ETag");
        if (status == "200" && operation.OperationId == "GetBars")
            names.AddRange(["Link", "X-Basis", "X-Partial"]);
        if (status == "200" && operation.OperationId == "GetBulkBars")
            names.AddRange(["X-Basis", "X-Basis-Unproved"]);
        if (status == "200" && operation.Responses!["200"].Content?.Keys.Any(type => type != "application/json") == true)
            names.Add("Content-Disposition");
        foreach (var name in names)
            document.AddComponent(name, All[name]);
        return names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));
    }

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" };

    private static OpenApiSchema Text(string example) => new() { Type = JsonSchemaType.String, Examples = [example] };
}
