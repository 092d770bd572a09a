using System.Globalization;
using System.Text;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Api;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Api;

/// <summary>A spreadsheet computes what it takes for a formula, whoever wrote it.</summary>
public sealed class CsvTests
{
    private const string Alphabet = "=+-@\t\r\0ab1., \"'\n;|é";

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), InlineData("+1", "'+1"), InlineData("-1.5", "'-1.5"), InlineData("@a", "'@a")]
    [InlineData("\t=1", "'\t=1"), InlineData("\r=1", "\"'\r=1\""), InlineData("\0=1", "'\0=1"), InlineData("a=1", "a=1")]
    [InlineData("a,b", "\"a,b\""), InlineData("a\"b", "\"a\"\"b\""), InlineData("\n", "\"\n\""), InlineData("", ""), InlineData(null, "")]
    public void Text_that_begins_like_a_formula_gets_an_apostrophe(string? text, string cell) =>
        Assert.Equal(cell + "\r\n", CsvText.Line(text));

    [Fact]
    public void Random_lines_come_back_as_they_were_but_for_apostrophes()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var texts = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]))
                .ToList();
            var read = Read(CsvText.Line(texts));
            Assert.Equal(texts.Select(t => t.Length > 0 && "=+-@\t\r\0".Contains(t[0], StringComparison.Ordinal) ? "'" + t : t), read);
        }
    }

    /// <summary>A new one must be added here, and so gets these checks.</summary>
    [Fact]
    public async Task Six_addresses_serve_CSV()
    {
        await using var app = await TestApplication.StartAsync();
        Assert.Equal(
            ["/api/stock-data/bars", "/api/stock-data/compare", "/api/stock-data/{symbol}/bars", "/api/users/audit",
                "/feeds/{token}/prices.csv", "/feeds/{token}/{symbol}.csv"],
            app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                // Feeds are not in the OpenAPI document: their addresses say the format.
                .Where(e => e.RoutePattern.RawText!.EndsWith(".csv", StringComparison.Ordinal)
                    || e.Metadata.OfType<IProducesResponseTypeMetadata>().Any(p => p.ContentTypes.Contains("text/csv")))
                .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Order(StringComparer.Ordinal));
    }

    /// <summary>A minus sign that becomes text is a wrong number. Cells of these files are dates and numbers, and nothing else.</summary>
    [Theory]
    [InlineData("/api/stock-data/TEST/bars?format=csv")]
    [InlineData("/api/stock-data/TEST/bars?format=csv&interval=1mo&adjust=all")]
    [InlineData("/api/stock-data/compare?symbols=TEST,%5EX%3D-1&format=csv")]
    public async Task Cells_of_prices_are_dates_and_bare_numbers(string path)
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(1, 11)]),
            Captures.Of(2, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(1, 11)], symbol: "^X=-1"));

        var lines = (await server.Client().GetStringAsync(path)).TrimEnd().Split("\r\n");

        Assert.True(lines.Length > 1);
        Assert.All(Read(lines[0] + "\r\n"), header => Assert.True(char.IsAsciiLetterOrDigit(header[0]) || header[0] == '^', header));
        Assert.All(lines[1..].SelectMany(line => Read(line + "\r\n").Skip(1)), cell => Assert.True(
            cell.Length == 0 || decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _), cell));
        Assert.All(lines[1..], line => Assert.True(DateOnly.TryParseExact(line.Split(',')[0], "yyyy-MM-dd", out _), line));
    }

    /// <summary>RFC 4180, one line.</summary>
    private static List<string> Read(string line)
    {
        Assert.EndsWith("\r\n", line, StringComparison.Ordinal);
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        var text = line[..^2];
        for (var i = 0; i < text.Length; i++)
        {
            if (isQuoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(text[i]);
        }
        return [.. cells, cell.ToString()];
    }
}
