using Bunit;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.DocumentContent;
using CreamPie.Web.Components.Admin.Documents;
using CreamPie.Web.Components.Admin.FailedDocuments;
using CreamPie.Web.Components.Admin.Tracking;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Admin;

public sealed class DocumentPageTests
{
    private const string Header = "Date,Open,High,Low,Close,Adj Close,Volume\n";
    private const string Evil = "<html><img src=x onerror=alert(1)><script>alert(2)</script>";

    [Fact]
    public async Task History_rewrite_is_accepted_under_the_admins_name()
    {
        await using var rig = await AdminRig.StartAsync();
        var document = await rig.StoreAsync(5, "AAA", Header);
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.Reason, Reason.MassRewrite));
        var page = rig.Render<DocumentPage>(p => p.Add(d => d.Id, document.Id));
        page.WaitForAssertion(() => Assert.Contains("Accept rewrite", page.Markup, StringComparison.Ordinal));
        page.Perform(() =>
            page.FindAll(".acts button").Single(b => b.TextContent.Contains("Accept", StringComparison.Ordinal)).Click());
        rig.Snackbars.WaitForAssertion(() => Assert.Contains("a finding in your name", rig.Snackbars.Markup, StringComparison.Ordinal));
        await using var after = rig.Database.Open();
        var accepted = await after.Documents.SingleAsync();
        Assert.Equal((DocumentState.Archived, "somebody@example.org"), (accepted.State, accepted.AcceptedBy));
    }

    [Fact]
    public async Task Removed_bytes_are_said_to_be_removed_and_not_offered()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.StoreAsync(1, "AAA", Header);
        await using (var db = rig.Database.Open())
        {
            await db.Documents.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.BytesRemovedAt, AdminRig.Noon).SetProperty(d => d.KeptDays, 400));
        }

        var page = OpenOne(rig);

        page.WaitForAssertion(() => Assert.Contains("The retention policy removed the bytes", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Download raw", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".panes"));
    }

    [Fact]
    public async Task Switching_documents_clears_the_previous_one()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.StoreAsync(1, "AAA", Header);
        await rig.StoreAsync(2, "BBB", Header + "x");
        var page = OpenOne(rig);
        page.WaitForAssertion(() => Assert.Contains("AAA", page.Find("h1").TextContent, StringComparison.Ordinal));

        var gate = new TaskCompletionSource();
        rig.Gate = gate.Task;
        page.Render(p => p.Add(d => d.Id, 2));
        Assert.DoesNotContain("AAA", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));

        gate.SetResult();
        page.WaitForAssertion(() => Assert.Contains("BBB", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_shows_escaped_raw_text_beside_parsed_rows()
    {
        await using var rig = await AdminRig.StartAsync();
        var document = await rig.StoreAsync(1, "EVIL", Evil);
        await using (var db = rig.Database.Open())
        {
            await db.Documents.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.FileName, Evil).SetProperty(d => d.Error, Evil)
                .SetProperty(d => d.Reason, Reason.Truncated).SetProperty(d => d.Outcome, Outcome.Quarantined));
        }
        await rig.Database.AddAsync(new Attempt
        {
            DocumentId = 1,
            N = 1,
            Started = AdminRig.Noon.AddMinutes(-5),
            Ended = AdminRig.Noon.AddMinutes(-5).AddSeconds(2.5),
            Outcome = Outcome.Quarantined,
            Reason = Reason.Truncated,
            Error = Evil,
        });

        var page = OpenOne(rig);

        page.WaitForAssertion(() => Assert.Equal(Evil, page.Find("pre").TextContent));
        page.WaitForAssertion(() => Assert.Contains("Rejected: Truncated.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("main img, pre *:not(mark), script, img[onerror]"));
        Assert.Contains("2.5 s", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal($"api/stock-data/documents/{document.Id}/raw", page.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public async Task Long_text_is_windowed_and_search_finds_the_next_match()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.StoreAsync(1, "AAA", "START" + new string('x', 20_000) + "Needle" + new string('y', 20_000) + "needle");
        var page = OpenOne(rig);
        page.WaitForAssertion(() => Assert.Equal(8_000, page.Find("pre").TextContent.Length));
        Assert.StartsWith("START", page.Find("pre").TextContent, StringComparison.Ordinal);

        page.Perform(() => page.Find("button[aria-label='Next page']").Click());
        page.WaitForAssertion(() => Assert.Contains("8,001–16,000 of 40,017", page.Markup, StringComparison.Ordinal));

        page.Perform(() => page.Find("input[type=search]").Input("needle"));
        page.Perform(() => page.Find("form.tools").Submit());
        page.WaitForAssertion(() => Assert.Equal("Needle", page.Find("mark").TextContent));
        page.Perform(() => page.Find("form.tools").Submit());
        page.WaitForAssertion(() => Assert.Equal("needle", page.Find("mark").TextContent));
        page.Perform(() => page.Find("form.tools").Submit());
        page.WaitForAssertion(() => Assert.Equal("Needle", page.Find("mark").TextContent));

        page.Perform(() => page.Find("input[type=search]").Input("nowhere"));
        page.Perform(() => page.Find("form.tools").Submit());
        page.WaitForAssertion(() => Assert.Contains("Not found.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parsed_rows_are_paged_by_fifty()
    {
        await using var rig = await AdminRig.StartAsync();
        var days = Enumerable.Range(0, 120)
            .Select(i => new DateOnly(2024, 1, 1).AddDays(i))
            .Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        await rig.StoreAsync(
            1, "AAA", Header + string.Concat(days.Select(d => $"{d:yyyy-MM-dd},1,2,1,1.592667,1.5,100\n")), DocumentState.Loaded);
        var page = OpenOne(rig);

        page.WaitForAssertion(() => Assert.Equal(50, page.FindAll(".rows tbody tr").Count));
        page.Perform(() => page.Find("button[aria-label='Next rows']").Click());

        page.WaitForAssertion(() => Assert.Equal(36, page.FindAll(".rows tbody tr").Count));
        Assert.Contains("1.592667", page.Find(".rows").TextContent, StringComparison.Ordinal);
        Assert.Contains("split-adjusted", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".reason"));
    }

    [Fact]
    public async Task Long_row_lists_keep_a_window_and_load_on_paging()
    {
        await using var rig = await AdminRig.StartAsync();
        var days = Enumerable.Range(0, 1_600).Select(i => new DateOnly(2018, 1, 1).AddDays(i))
            .Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToList();
        await rig.StoreAsync(
            1, "AAA", Header + string.Concat(days.Select(d => $"{d:yyyy-MM-dd},1,2,1,1.5,1.5,100\n")), DocumentState.Loaded);
        var page = OpenOne(rig);
        IsAt(0);

        for (var start = 50; start <= 1_050; start += 50)
        {
            page.Perform(() => page.Find("button[aria-label='Next rows']").Click());
            IsAt(start);
        }
        Assert.InRange(page.FindComponent<PagedList<ParsedRow>>().Instance.Items.Count, 50, 1_000);
        for (var start = 1_000; start >= 900; start -= 50)
        {
            page.Perform(() => page.Find("button[aria-label='Previous rows']").Click());
            IsAt(start);
        }

        void IsAt(int start) => page.WaitForAssertion(() =>
        {
            Assert.Equal(
                days.Skip(start).Take(50).Select(d => $"{d:yyyy-MM-dd}"),
                page.FindAll(".rows tbody td:nth-child(2)").Select(d => d.TextContent));
            Assert.Contains(
                FormattableString.Invariant($"{start + 1:N0}–{Math.Min(start + 50, days.Count):N0} of {days.Count:N0}"),
                page.Find(".slices").TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Dead_letter_retried_from_its_page_updates_its_state()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.StoreAsync(1, "AAA", Header);
        var page = OpenOne(rig);
        page.WaitForAssertion(() => Assert.Contains("quarantined", page.Find(".title").TextContent, StringComparison.Ordinal));

        page.Perform(() => page.FindAll("button").Single(b => b.TextContent.Trim() == "Retry").Click());

        page.WaitForAssertion(() => Assert.Contains("archived", page.Find(".title").TextContent, StringComparison.Ordinal));
        Assert.Equal(DocumentState.Archived, await rig.StateAsync(1));
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Trim() == "Retry");
    }

    [Fact]
    public async Task Unknown_document_is_reported_missing()
    {
        await using var rig = await AdminRig.StartAsync();
        var page = OpenOne(rig);
        page.WaitForAssertion(() => Assert.Contains("This document doesn't exist.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Analyst_on_an_admin_page_sees_only_the_refusal()
    {
        await using var rig = await AdminRig.StartAsync(Roles.Analyst);
        await rig.StoreAsync(1, "AAA", Header);

        Refused(rig.Open<TrackedPage>("/admin/tracked"));
        Refused(rig.Open<DocumentsPage>("/admin/documents"));
        Refused(rig.Open<FailedDocumentsPage>("/admin/dead-letters"));
        Refused(OpenOne(rig));
        Refused(rig.Render<RawPane>(p => p.Add(r => r.Id, 1)));

        static void Refused<T>(IRenderedComponent<T> page)
            where T : Microsoft.AspNetCore.Components.IComponent =>
            page.WaitForAssertion(() =>
                Assert.Contains("This requires the Admin role.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    private static IRenderedComponent<DocumentPage> OpenOne(AdminRig rig) => rig.Render<DocumentPage>(p => p.Add(d => d.Id, 1));
}
