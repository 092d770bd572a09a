using Bunit;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.Auditing;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Admin;

public sealed class AuditTrailPageTests
{
    [Fact]
    public async Task Audit_shows_hostile_text_as_text_and_filters_by_address()
    {
        await using var rig = await AdminRig.StartAsync();
        var audit = rig.Database.Get<AuditTrail>();
        await audit.WriteAsync(SeedData.Admin, AuditAction.Import, "<img onerror=alert(1)>", AuditOutcome.Failed, "one", default);
        await audit.WriteAsync(SeedData.Admin, AuditAction.Tracking, "FOO", AuditOutcome.Succeeded, "two", default);

        var page = rig.Open<AuditTrailPage>("/admin/audit?outcome=Failed");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Contains("<img onerror=alert(1)>", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("img"));
        Assert.Equal("api/users/audit?format=csv&outcome=Failed", page.Find(".export").GetAttribute("href"));
        page.Perform(() => page.FindAll("select")[1].Change(""));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task Search_that_is_not_done_offers_to_go_on()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.Get<AuditTrail>().WriteAsync(
            SeedData.Admin, AuditAction.Import, "needle", AuditOutcome.Succeeded, null, default);
        await using (var db = rig.Database.Open())
        {
            db.AuditEntries.Add(new AuditEntry { Id = 300_000, Target = "late", KeepUntil = DateTime.MaxValue });
            await db.SaveChangesAsync();
        }

        var page = rig.Open<AuditTrailPage>("/admin/audit?q=needle");

        page.WaitForAssertion(() => Assert.Contains("0 entries, searched back to", page.Markup, StringComparison.Ordinal));
        Assert.Contains("before=100001", page.Find("a[rel=next], a[href*=before]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_page_refuses_an_analyst()
    {
        await using var rig = await AdminRig.StartAsync(Roles.Analyst);
        var page = rig.Open<AuditTrailPage>("/admin/audit");
        page.WaitForAssertion(() => Assert.Contains("requires the Admin role", page.Markup, StringComparison.Ordinal));
        await using var db = rig.Database.Open();
        Assert.Empty(await db.AuditEntries.ToListAsync());
    }
}
