using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Api;

public sealed class AuditApiTests
{
    [Fact]
    public async Task Admin_reads_pages_and_invalid_filters_are_explained()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();
        await WriteAsync(app, "one");
        await WriteAsync(app, "two");

        var page = await admin.GetFromJsonAsync<JsonElement>("/api/users/audit?limit=1&action=import");
        Assert.Equal("two", page.GetProperty("items")[0].GetProperty("target").GetString());
        Assert.Equal("Import", page.GetProperty("items")[0].GetProperty("action").GetString());
        var next = await admin.GetFromJsonAsync<JsonElement>(page.GetProperty("next").GetString());
        Assert.Equal("one", next.GetProperty("items")[0].GetProperty("target").GetString());

        foreach (var query in new[] { "action=dance", "outcome=1", "from=yesterday", "limit=0", "cursor=x", "format=xml" })
            Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/api/users/audit?" + query)).StatusCode);
        using var analyst = await app.AnalystAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.GetAsync("/api/users/audit")).StatusCode);
    }

    [Fact]
    public async Task Exported_cells_are_no_formulas_and_one_entry_is_one_line()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();
        await WriteAsync(app, "=cmd|' /C calc'!A0");
        await WriteAsync(app, "a,\"b\"\r\nc");

        using var answer = await admin.GetAsync("/api/users/audit?format=csv&action=import");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
        Assert.Equal("Time,User,Action,Outcome,Target,Detail,Address,Id", lines[0]);
        Assert.Contains(",adam,Import,Succeeded,\"a,\"\"b\"\"\\u000d\\u000ac\",,,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",'=cmd|' /C calc'!A0,", lines[2], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    private static Task WriteAsync(TestApplication app, string target) => app.Services.GetRequiredService<AuditTrail>().WriteAsync(
        SeedData.Admin, AuditAction.Import, target, AuditOutcome.Succeeded, null, default);
}
