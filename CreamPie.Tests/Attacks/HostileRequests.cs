using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace CreamPie.Tests.Attacks;

/// <summary>Random requests to every route, with what has broken programs before. The same seed makes the same requests.</summary>
internal sealed partial class HostileRequests(IEnumerable<Endpoint> endpoints, int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1e999", "99999999999999999999", "NaN", "null", "true", "AAPL", "^GSPC", "a@b.example", "%", "%%%", "%00", "\0",
        "a\0b", "\uFFFE", "a\uFFFEb@example.org", "\uFFFF", "\uFEFF", "\uFFFD", "é", "žluťoučký", "مرحبا", "中文/路径", "🐴🔋", "e\u0301",
        "\u202Eevil", "ｐａｓｓ",
        "' OR 1=1 --", "\"; drop table stock; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "=cmd|' /C calc'!A0",
        "../../etc/passwd", "..\\..\\x", "//evil.example", "/\\evil.example", "/ünïcode", "/a\r\nSet-Cookie: x=1", "\r\n", "\t",
        "1;2", "a,b,c",
        "2024-02-30", "0000-00-00", "9999-12-31", "sma(50)", "sma(", "macd(12,26,9)", "1wk", "all", "Infinity", "0x10", "1_000", "١٢٣",
    ];

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
        "code", "external", "reset", "saved",
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

    private readonly Random _random = new(seed);

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
    public HttpRequestMessage Next(IReadOnlyList<(string Name, string Value)> form)
    {
        var (pattern, verb) = Pick(_routes);
        var path = Parameter().Replace(pattern, _ => Escaped(Pick(Texts)));
        var query = string.Join('&', Enumerable.Range(0, _random.Next(4)).Select(_ => $"{Escaped(Pick(Names))}={Escaped(Pick(Texts))}"));
        var request = new HttpRequestMessage(
            new HttpMethod(verb is not null && _random.Next(3) > 0 ? verb : Pick(Verbs)),
            new Uri($"{path}?{query}", UriKind.Relative));
        if (request.Method.Method is "POST" or "PUT" or "PATCH" or "DELETE")
            request.Content = Body(form);
        foreach (var header in new[] { "User-Agent", "Accept", "If-None-Match", "X-Forwarded-For", "X-Forwarded-Proto", "Range", "Cookie" })
        {
            if (_random.Next(8) == 0)
                request.Headers.TryAddWithoutValidation(header, HeaderText(Pick(Texts)));
        }
        return request;
    }

    private ByteArrayContent Body(IReadOnlyList<(string Name, string Value)> form)
    {
        var type = Pick(ContentTypes);
        var body = _random.Next(10) == 0 ? Pick(Texts)
            : type.Contains("json", StringComparison.Ordinal) ? Json()
            : type.Contains("multipart", StringComparison.Ordinal) ? Multipart(form)
            : Form(form);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", HeaderText(type));
        return content;
    }

    private string Json() => "{" + string.Join(',', Fields([]).Select(f => $"\"{JsonText(f.Name)}\":\"{JsonText(f.Value)}\"")) + "}";

    private string Form(IReadOnlyList<(string Name, string Value)> form) =>
        string.Join('&', Fields(form).Select(f => $"{Escaped(f.Name)}={Escaped(f.Value)}"));

    private string Multipart(IReadOnlyList<(string Name, string Value)> form) => string.Concat(Fields(form).Select(f =>
        "--x\r\nContent-Disposition: form-data; name=\"" + f.Name + "\""
        + (_random.Next(3) == 0 ? "; filename=\"" + Pick(Texts) + ".csv\"" : "")
        + (_random.Next(6) == 0 ? "\r\nContent-Type: text/plain; charset=zzz" : "") + "\r\n\r\n" + f.Value + "\r\n")) + "--x--\r\n";

    private IEnumerable<(string Name, string Value)> Fields(IReadOnlyList<(string Name, string Value)> form)
    {
        var random = Enumerable.Range(0, 1 + _random.Next(6)).Select(_ => (Pick(Names), Pick(Texts)));
        return _random.Next(2) == 0 ? random : [.. form.Where(f => f.Name != "_handler"), ("_handler", Pick(Handlers)), .. random];
    }

    private T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static string JsonText(string text) => string.Concat(text.Select(c =>
        c is '"' or '\\' or < ' ' ? $"\\u{(int)c:x4}" : c.ToString()));

    /// <summary>The client itself refuses line ends and other letters: those stay away.</summary>
    private static string HeaderText(string text) => string.Concat(text.Where(c => c is >= ' ' and < (char)127));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
