using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreamPie.Tests.Api.Contract;

/// <summary>An operation of the served document.</summary>
internal sealed record Operation(string Id, string Method, string Path, JsonElement Json)
{
    public bool IsOpen => Json.GetProperty("security").GetArrayLength() == 0;

    public string? BodyType => Json.TryGetProperty("requestBody", out var body)
        ? body.GetProperty("content").EnumerateObject().First().Name
        : null;
}

/// <summary>The served document, and what it says about an answer.</summary>
internal sealed class ServedContract
{
    private static readonly string[] Told =
        ["ETag", "Link", "Location", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "X-Basis",
            "X-Basis-Unproved", "X-Partial"];

    private readonly SchemaCheck _schemas;

    public ServedContract(JsonElement document)
    {
        Document = document;
        _schemas = new(document);
        Operations = [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(o => new Operation(o.Value.GetProperty("operationId").GetString()!, o.Name.ToUpperInvariant(), path.Name, o.Value)))];
    }

    public JsonElement Document { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The one with the fewest variables in its path, as routing chooses.</summary>
    public Operation Of(HttpRequestMessage request) => Operations
        .Where(o => o.Method == request.Method.Method
            && Regex.IsMatch(request.RequestUri!.AbsolutePath, "^" + Regex.Replace(o.Path, @"\{[^}]*\}", "[^/]+") + "$"))
        .OrderBy(o => o.Path.Count(c => c == '{'))
        .First();

    public async Task CheckAsync(Operation operation, HttpResponseMessage answer)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var at = $"{operation.Id} {status}";
        Assert.True(operation.Json.GetProperty("responses").TryGetProperty(status, out var response), $"{at} is not in the document.");
        CheckHeaders(response, answer, at);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!response.TryGetProperty("content", out var content))
        {
            Assert.True(body.Length == 0, $"{at} has a body.");
            return;
        }
        var type = answer.Content.Headers.ContentType!.MediaType!;
        Assert.True(content.TryGetProperty(type, out var media), $"{at} is {type}, which is not in the document.");
        if (type.EndsWith("json", StringComparison.Ordinal))
            _schemas.Check(media.GetProperty("schema"), JsonDocument.Parse(body).RootElement, at);
    }

    private void CheckHeaders(JsonElement response, HttpResponseMessage answer, string at)
    {
        var documented = response.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().ToList() : [];
        foreach (var name in Told.Where(answer.Headers.Contains))
            Assert.True(documented.Any(h => h.Name == name), $"{at} has the header {name}, which is not in the document.");
        foreach (var header in documented)
        {
            var isRequired = _schemas.Resolve(header.Value.GetProperty("$ref").GetString()!).TryGetProperty("required", out _);
            Assert.True(!isRequired || answer.Headers.Contains(header.Name), $"{at} lacks the header {header.Name}.");
        }
        if (answer.IsSuccessStatusCode)
            Assert.True(answer.Headers.Contains("RateLimit-Remaining"), $"{at} does not say how many calls are left.");
    }
}
