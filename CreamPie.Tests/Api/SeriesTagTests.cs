using System.Net;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Api.StockDataApiTests;

namespace CreamPie.Tests.Api;

/// <summary>The entity tag of a series: no bar is sent twice, and no tag stands for two answers.</summary>
public sealed class SeriesTagTests
{
    private const string Api = "/api/stock-data";

    [Fact]
    public async Task Unchanged_series_is_not_resent()
    {
        await using var server = await WithBarsAsync();
        using var client = server.Client();
        var first = await client.GetAsync($"{Api}/TEST/bars");

        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync($"{Api}/TEST/bars")).StatusCode);

        await server.Services.LoadAsync(Captures.Of(2, new(2024, 3, 2), [Captures.Bar(9, 200)]));
        var changed = await client.GetAsync($"{Api}/TEST/bars");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?format=columns")]
    [InlineData("?format=csv")]
    [InlineData("?interval=1mo&adjust=all")]
    public async Task Series_is_resent_after_a_restore_and_a_load(string query)
    {
        await using var server = await WithBarsAsync();
        using var client = server.Client();
        await using var backup = await DatabaseBackup.OfSqliteAsync(MigratedDatabase.ConnectionOf(server.Services));
        await server.Services.LoadAsync(Captures.Of(2, new(2024, 3, 2), [Captures.Bar(9, 200)]));
        client.DefaultRequestHeaders.IfNoneMatch.Add((await client.GetAsync($"{Api}/TEST/bars{query}")).Headers.ETag!);

        await backup.RestoreAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{Api}/TEST/bars{query}")).StatusCode);
        await server.Services.LoadAsync(Captures.Of(2, new(2024, 3, 2), [Captures.Bar(9, 3_210)]));
        var other = await client.GetAsync($"{Api}/TEST/bars{query}");

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Contains("3210", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tag_is_strong_and_names_the_build_of_each_part()
    {
        await using var server = await WithBarsAsync();

        var tag = (await server.Client().GetAsync($"{Api}/TEST/bars")).Headers.ETag!;

        Assert.False(tag.IsWeak);
        foreach (var part in (Type[])[typeof(CreamPie.Core.Querying.Series.SeriesQuery), typeof(Program)])
            Assert.Contains(part.Module.ModuleVersionId.ToString("N")[..8], tag.Tag, StringComparison.Ordinal);
    }
}
