using System.Net;
using Bunit;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Components.Admin;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Stocks.Detail;

namespace CreamPie.Tests.Components.Stocks;

public sealed class WhyPanelTests
{
    [Fact]
    public async Task Admin_sees_every_attempt_with_its_reason_and_remedy()
    {
        await using var rig = await AdminRig.StartAsync();
        await FailAsync(rig, Reason.Forbidden, "finance.example refuses us (HTTP 403).");

        var page = Open(rig);

        page.WaitForAssertion(() =>
            Assert.Contains("drop files or use another source", page.Find(".reason").TextContent, StringComparison.Ordinal));
        var row = page.Find("details tbody tr").TextContent;
        Assert.Contains("Host paused: Refused by the source", row, StringComparison.Ordinal);
        Assert.Contains("finance.example refuses us (HTTP 403).", row, StringComparison.Ordinal);
        Assert.Contains("403", row, StringComparison.Ordinal);
        Assert.Contains("in 1 h", row, StringComparison.Ordinal);
        Assert.True(page.Find("details.attempts").HasAttribute("open"));
    }

    [Fact]
    public async Task Raw_document_stands_beside_its_parsed_rows()
    {
        await using var rig = await AdminRig.StartAsync();
        await StockAsync(rig, StockStatus.Failing);
        var document = await rig.StoreAsync(7, "TEST", "no history at all");
        await rig.Database.AddAsync(new Attempt
        {
            DocumentId = 7,
            N = 1,
            Started = AdminRig.Noon,
            Ended = AdminRig.Noon,
            Outcome = Outcome.Quarantined,
            Reason = Reason.ContentType,
        });
        var page = Open(rig);
        page.WaitForElement("button[aria-label='View document 7']");

        page.Perform(() => page.Find("button[aria-label='View document 7']").Click());

        page.WaitForAssertion(() =>
        {
            Assert.Contains("no history at all", page.Find("pre").TextContent, StringComparison.Ordinal);
            Assert.Contains("Rejected", page.Find(".refused").TextContent, StringComparison.Ordinal);
        });
        Assert.Equal("admin/documents/7", page.Find("details td a").GetAttribute("href"));
    }

    [Fact]
    public async Task Resolved_failure_is_listed_without_a_warning()
    {
        await using var rig = await AdminRig.StartAsync();
        await FailAsync(rig, Reason.ServerError, "It answers HTTP 503.");
        await rig.Database.AddAsync(new Attempt
        {
            DocumentId = 7,
            N = 2,
            Started = AdminRig.Noon.AddHours(1),
            Ended = AdminRig.Noon.AddHours(1),
            Outcome = Outcome.Loaded,
        });

        var page = Open(rig);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("details tbody tr").Count));
        Assert.Empty(page.FindAll(".reason"));
    }

    [Fact]
    public async Task Analyst_does_not_see_the_panel()
    {
        await using var rig = await AdminRig.StartAsync(Roles.Analyst);
        await FailAsync(rig, Reason.Forbidden, "No.");

        var page = Open(rig);

        page.WaitForElement("h1");
        Assert.Empty(page.FindAll("details.attempts"));
    }

    private static IRenderedComponent<StockPage> Open(AdminRig rig) => rig.Render<StockPage>(p => p.Add(s => s.SymbolText, "TEST"));

    private static async Task FailAsync(AdminRig rig, Reason reason, string error)
    {
        await StockAsync(rig, StockStatus.Waiting);
        var document = SeedData.NewDocument(7, "TEST", state: DocumentState.Waiting);
        (document.Source, document.NextAttempt) = (SourceName.YahooPage, AdminRig.Noon.AddHours(1));
        await rig.Database.AddAsync(document);
        await rig.Database.AddAsync(new Attempt
        {
            DocumentId = 7,
            N = 1,
            Started = AdminRig.Noon,
            Ended = AdminRig.Noon,
            Outcome = Outcome.HostPaused,
            Reason = reason,
            Error = error,
            HttpStatus = (int)HttpStatusCode.Forbidden,
        });
    }

    private static Task StockAsync(AdminRig rig, StockStatus status) =>
        rig.Database.AddAsync(new CreamPie.Core.Storage.Tables.Stock { Symbol = "TEST", Status = status });
}
