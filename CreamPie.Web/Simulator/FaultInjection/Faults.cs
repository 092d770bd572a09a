using System.Text;
using CreamPie.Core.Market;

namespace CreamPie.Web.Simulator.FaultInjection;

/// <summary>
/// Every fault that an answer over HTTP can have, by name. A source with the base address <c>self:/simulator/faults/NAME</c>
/// has that fault; all others (refused connections, TLS, wrong framing) need a server that breaks HTTP itself, and a
/// failing robots.txt concerns a whole host: it would disallow all of them.
/// </summary>
internal static class Faults
{
    public const string RobotsDisallow = "robots-disallow";

    private const string Consent =
        "<!doctype html><html><head><title>Yahoo is part of the Yahoo family of brands</title></head><body>"
        + "<form method=\"post\" class=\"consent-form\" action=\"\"><button>Accept all</button></form></body></html>";

    private const string Challenge =
        "<!doctype html><html><head><title>Just a moment...</title></head><body>"
        + "<form id=\"challenge-form\" action=\"/\" method=\"post\">Prove that you are human.</form></body></html>";

    private const string RightBack =
        "<!doctype html><html lang=\"en-us\"><head><title>Yahoo</title></head><body><table><tbody><tr><td>"
        + "<h1>Will be right back...</h1><p>Thank you for your patience.</p></td></tr></tbody></table></body></html>";

    internal sealed record Fault(string Name, string What, Func<FaultyAnswer, Task> AnswerAsync);

    public static readonly IReadOnlyList<Fault> All =
    [
        new("rate-limit-seconds", "429, Retry-After in seconds", a => a.StatusAsync(429, "120")),
        new("rate-limit-date", "429, Retry-After as a date five minutes from now", a => a.StatusAsync(429, TimeSpan.FromMinutes(5))),
        new("rate-limit-silent", "429 without Retry-After", a => a.StatusAsync(429)),
        new("rate-limit-huge", "429, Retry-After: 99999999", a => a.StatusAsync(429, "99999999")),
        new("rate-limit-negative", "429, Retry-After: -5", a => a.StatusAsync(429, "-5")),
        new("rate-limit-page", "200 with the text \"Too Many Requests\"", a => a.HtmlAsync("Edge: Too Many Requests")),
        new("unauthorized", "401", a => a.StatusAsync(401)),
        new("forbidden", "403", a => a.StatusAsync(403)),
        new("denied", "999", a => a.StatusAsync(999)),
        new("not-found", "404", a => a.StatusAsync(404)),
        new("gone", "410", a => a.StatusAsync(410)),
        new("server-error", "500", a => a.StatusAsync(500)),
        new("unavailable", "503", a => a.StatusAsync(503)),
        new("unavailable-retry-after", "503, Retry-After in seconds", a => a.StatusAsync(503, "600")),
        new("right-back", "200 with the page \"Will be right back...\"", a => a.HtmlAsync(RightBack)),
        new("right-back-not-found", "404 with the page \"Will be right back...\"", a => a.HtmlAsync(RightBack, 404)),
        new("consent", "200 with a consent page", a => a.HtmlAsync(Consent)),
        new("challenge", "200 with a bot check", a => a.HtmlAsync(Challenge)),
        new("redirect-consent", "302 to the consent site", a => a.RedirectAsync("https://consent.yahoo.com/v2/collectConsent")),
        new("redirect-elsewhere", "302 to another host", a => a.RedirectAsync("https://example.com/")),
        new("redirect-loop", "302 to itself", a => a.RedirectAsync("?")),
        new(RobotsDisallow, "robots.txt disallows the path", a => a.BodyAsync(a.Truth())),
        new("empty", "200 with an empty body", a => a.BodyAsync(default)),
        new("json", "200 with JSON that is not a chart", a => a.BodyAsync(
            "{\"finance\":{\"result\":null}}"u8.ToArray(), "application/json")),
        new("pdf", "200 with a PDF", a => a.BodyAsync("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n1 0 obj\n"u8.ToArray(), "application/pdf")),
        new("image", "200 with an image", a => a.BodyAsync(
            (byte[])[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52], "image/png")),
        new("cut", "the real response, truncated halfway", a => a.BodyAsync(a.Truth()[..(a.Truth().Length / 2)])),
        new("cut-gzip", "the real response, gzipped and truncated halfway", a => FaultyAnswer.Zipped(a.Truth()) is var z
            ? a.BodyAsync(z.AsMemory(0, z.Length / 2), coding: "gzip")
            : Task.CompletedTask),
        new("gzip-twice", "the real response, gzipped twice", a => a.BodyAsync(
            FaultyAnswer.Zipped(FaultyAnswer.Zipped(a.Truth())), coding: "gzip, gzip")),
        new("gzip-bomb", "a gzip bomb: a few kilobytes that decompress to 64 MB", a => a.BombAsync()),
        new("drip", "the real response, one byte every half second", a => a.DripAsync()),
        new("too-large", "11 MB, uncompressed", a => a.LargeAsync()),
        new("many-tags", "200 with a page of 1.1 million tags", a => a.TagsAsync()),
        new("utf-16", "the real response in UTF-16, declared as UTF-8", a => a.InLettersOfAsync(
            Encoding.Unicode, page => page, chart => chart)),
        new("latin-1", "the real response with a name in Latin-1, declared as UTF-8", a => a.InLettersOfAsync(
            Encoding.Latin1, page => page.Replace("<title>", "<title>\u00E9 ", StringComparison.Ordinal),
            chart => chart.Replace("Name\":\"", "Name\":\"\u00E9 ", StringComparison.Ordinal))),
        new("wrong-symbol", "the response for another symbol", a => a.BodyAsync(a.Truth(of: Symbol.Parse("CRST")))),
        new("empty-table", "a history without rows", a => a.BodyAsync(a.Truth(until: 0))),
        new("null-rows", "a history with every fiftieth day empty", a => a.BodyAsync(a.Truth(spoil: SpoiledRows.WithoutValues))),
        new("conflicting-days", "a history with one day listed twice, at different prices", a => a.BodyAsync(
            a.Truth(spoil: SpoiledRows.OneTwice))),
        new("scaled-history", "a history with all prices times 100: pence for pounds", a => a.BodyAsync(
            a.Truth(spoil: SpoiledRows.Hundredfold))),
        new("foreign-numbers", "numbers like 1.234,56", a => a.ChangedAsync(SpoiledText.ForeignCells, SpoiledText.ForeignSeries)),
        new("renamed-header", "a table with the Close column renamed", a => a.ChangedAsync(
            page => page.Replace("Close  ", "Settlement  ", StringComparison.Ordinal))),
        new("swapped-columns", "Open and Close columns swapped, headers included", a => a.ChangedAsync(
            SpoiledText.SwappedColumns, SpoiledText.SwappedSeries)),
        new("extra-column", "an additional, unknown column", a => a.ChangedAsync(SpoiledText.ExtraColumn, SpoiledText.ExtraSeries)),
        new("dropped-table", "a page without a table", a => a.ChangedAsync(SpoiledText.WithoutTable)),
        new("new-grid", "a page with a grid of divs instead of the table", a => a.ChangedAsync(SpoiledText.GridOfDivs)),
    ];

    private static readonly Dictionary<string, Fault> ByName = All.ToDictionary(f => f.Name);

    public static Fault? Find(string name) => ByName.GetValueOrDefault(name);
}
