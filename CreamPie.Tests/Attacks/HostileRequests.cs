using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace CreamPie.Tests.Attacks;

/// <summary>Random requests to every route, with what has broken programs before.</summary>
/// <param name="endpoints">Of the program.</param>
/// <param name="known">The parameters of an operation that the API's document names: METHOD and path, then names.</param>
/// <param name="random">Decides everything.</param>
internal sealed partial class HostileRequests(
    IEnumerable<Endpoint> endpoints, IReadOnlyDictionary<string, IReadOnlyList<string>> known, Random random)
{
    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=zzz", "application/json; charset=utf-7", "application/json; charset=\"utf-16\"",
        "application/json;charset=", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=zzz",
        "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=x; charset=zzz", "text/plain", "text/plain; charset=zzz", "application/octet-stream", ";;;", "é/é",
    ];

    private static readonly string[] Names =
    [
        "returnUrl", "ReturnUrl", "token", "user", "q", "text", "status", "state", "source", "limit", "cursor", "from", "to", "interval",
        "adjust", "ind", "symbols", "range", "confirmed", "changed", "theme", "email", "password", "refreshToken", "symbol",
        "file", "basis", "role", "name", "id", "before", "purpose", "query", "action", "outcome",
        "code", "external", "reset", "saved", "asOf", "max", "format", "since", "wait", "scopes", "expiresAt", "twoFactorCode",
        "Input.Email", "Input.Password", "Input.Old", "Input.New", "Input.Code", "Input.Remembers", "Input.Name", "Input.TimeZone",
        "Input.Credential", "Input.Id", "Code.Code", "Passkey.Credential", "_handler", "__RequestVerificationToken", "\0", "a\uFFFE",
    ];

    private static readonly string[] Handlers =
    [
        "sign-in", "register", "resend", "confirm", "setup", "password", "passkey", "code", "forgot", "reset", "invitation",
        "confirm-email", "email", "name", "preferences", "enable", "new-codes", "add", "remove", "delete", "nobody",
    ];

    private static readonly string[] Verbs =
        ["GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "BREW"];

    private readonly (string Pattern, string? Verb)[] _routes =
    [
        .. endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            // A circuit's transport waits for its client.
            .Where(e => e.RoutePattern.RawText?.Contains("_blazor", StringComparison.Ordinal) == false)
            .Select(e => (
                "/" + e.RoutePattern.RawText!.Trim('/'),
                e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var verb, ..] ? verb : null))
            .Distinct()
            .OrderBy(r => r.Item1, StringComparer.Ordinal).ThenBy(r => r.Item2, StringComparer.Ordinal),
    ];

    public int Routes => _routes.Length;

    /// <param name="form">Hidden fields of a real form, so that some posts get past the check of their token.</param>
    /// <param name="ids">Of what there is, for the places of identifiers.</param>
    public HttpRequestMessage Next(IReadOnlyList<(string Name, string Value)> form, IReadOnlyList<string> ids)
    {
        var (pattern, verb) = random.Pick(_routes);
        var path = Parameter().Replace(pattern, p => Uri.EscapeDataString(Place(p.Value, ids)));
        var names = random.Next(2) == 0 && known.TryGetValue($"{verb} {Constraint().Replace(pattern, "}")}", out var own) && own.Count > 0
            ? own
            : Names;
        var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Escaped(random.Pick(names))}={Escaped(Text())}"));
        var request = new HttpRequestMessage(
            new HttpMethod(verb is not null && random.Next(3) > 0 ? verb : random.Pick(Verbs)),
            new Uri($"{path}?{query}", UriKind.Relative));
        if (request.Method.Method is "POST" or "PUT" or "PATCH" or "DELETE")
            request.Content = Body(form);
        foreach (var header in new[] { "User-Agent", "Accept", "If-None-Match", "X-Forwarded-For", "X-Forwarded-Proto", "Range", "Cookie" })
        {
            if (random.Next(8) == 0)
                request.Headers.TryAddWithoutValidation(header, HostileTexts.OfHeader(Text()));
        }
        return request;
    }

    private ByteArrayContent Body(IReadOnlyList<(string Name, string Value)> form)
    {
        var type = random.Pick(ContentTypes);
        var body = random.Next(10) == 0 ? Text()
            : type.Contains("json", StringComparison.Ordinal) ? Json()
            : type.Contains("multipart", StringComparison.Ordinal) ? Multipart(form)
            : Form(form);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", HostileTexts.OfHeader(type));
        return content;
    }

    private string Json() => "{" + string.Join(',', Fields([]).Select(f => $"\"{JsonText(f.Name)}\":{JsonValue(f.Value)}")) + "}";

    private string JsonValue(string text) => random.Next(8) switch
    {
        0 => random.Pick<string>(["0", "-1", "1e300", "true", "null", "[]", "{}", "[null]", "1.5", "2147483648"]),
        1 => $"[\"{JsonText(text)}\"]",
        _ => $"\"{JsonText(text)}\"",
    };

    private string Form(IReadOnlyList<(string Name, string Value)> form) =>
        string.Join('&', Fields(form).Select(f => $"{Escaped(f.Name)}={Escaped(f.Value)}"));

    private string Multipart(IReadOnlyList<(string Name, string Value)> form) => string.Concat(Fields(form).Select(f =>
        "--x\r\nContent-Disposition: form-data; name=\"" + f.Name + "\""
        + (random.Next(3) == 0 ? "; filename=\"" + Text() + ".csv\"" : "")
        + (random.Next(6) == 0 ? "\r\nContent-Type: text/plain; charset=zzz" : "") + "\r\n\r\n" + f.Value + "\r\n")) + "--x--\r\n";

    private IEnumerable<(string Name, string Value)> Fields(IReadOnlyList<(string Name, string Value)> form)
    {
        var any = Enumerable.Range(0, 1 + random.Next(6)).Select(_ => (random.Pick(Names), Text()));
        return random.Next(2) == 0 ? any : [.. form.Where(f => f.Name != "_handler"), ("_handler", random.Pick(Handlers)), .. any];
    }

    private string Text() => HostileTexts.Next(random);

    /// <summary>Often of the kind that the route wants, so that something answers.</summary>
    private string Place(string parameter, IReadOnlyList<string> ids) => random.Next(3) == 0 ? Text() : parameter switch
    {
        _ when parameter.Contains(":guid", StringComparison.Ordinal) || parameter is "{id}" => random.Pick(ids),
        _ when parameter.Contains(":int", StringComparison.Ordinal) => random.Pick<string>(["1", "2", "0", "2147483647"]),
        "{date}" => random.Pick<string>(["2024-01-02", "2024-01-07", "0001-01-01"]),
        _ => random.Pick<string>(["TEST", "OTHER", "NONE"]),
    };

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static string JsonText(string text) => string.Concat(text.Select(c =>
        c is '"' or '\\' or < ' ' ? $"\\u{(int)c:x4}" : c.ToString()));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@":[^}]*\}")]
    private static partial Regex Constraint();
}
