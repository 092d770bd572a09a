using System.Net;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Http;

/// <summary>Text that is none is refused with a 400, whichever way it comes.</summary>
public sealed class ForeignTextTests
{
    private const string Json = "application/json";

    [Theory]
    [OnSqlite("{\"email\":\"a\\uFFFE@example.org\",\"password\":\"x\"}", Json)]
    [OnPostgres("{\"email\":\"a\\u0000\",\"password\":\"x\"}", Json)]
    [OnSqlite("{\"email\":\"a@example.org\",\"password\":\"\\uFFFE\"}", Json)]
    [OnSqlite("{\"email\":\"\\ud800\",\"password\":\"x\"}", Json)]
    [OnSqlite("{}", "application/json; charset=zzz"), OnSqlite("{}", "application/json; charset=")]
    public async Task Login_refuses_what_is_no_text(DatabaseProvider provider, string body, string type)
    {
        await using var app = await TestApplication.StartAsync(provider, realSockets: true);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await app.Anonymous().PostAsync("/api/auth/login", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Quoted_charset_is_understood()
    {
        await using var app = await TestApplication.StartAsync(realSockets: true);
        using var content = new ByteArrayContent("{\"email\":\"a@example.org\",\"password\":\"x\"}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=\"utf-8\"");

        using var answer = await app.Anonymous().PostAsync("/api/auth/login", content);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("Input.Email", "a\uFFFE@example.org"), InlineData("Input.Password", "quiet\uFFFEorange ladder")]
    [InlineData("Input.Email", "a\0@example.org"), InlineData("\uFFFE", "x")]
    public async Task Form_refuses_what_is_no_text(string name, string value)
    {
        await using var app = await TestApplication.StartAsync(realSockets: true);
        using var browser = app.Anonymous();
        foreach (var page in new[] { "/account/sign-in", "/account/register", "/account/resend" })
        {
            using var answer = await browser.FillInAsync(page, (name, value));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Queries_and_file_names_with_a_NUL_are_refused(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, realSockets: true);
        using var admin = await app.AdminAsync();
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent("Date,Open"u8.ToArray());
        file.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"file\"; filename*=UTF-8''A%00B.csv");
        form.Add(file);

        using var imported = await admin.PostAsync("/api/stock-data/import", form);
        using var searched = await admin.GetAsync("/api/stock-data/symbols?q=%00&text=%EF%BF%BE");

        Assert.Equal(HttpStatusCode.BadRequest, imported.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, searched.StatusCode);
        Assert.Contains("unreadableText", await searched.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData("/account/sign-in?confirmed=x"), InlineData("/account?changed=x"), InlineData("/admin/tracked?from=x")]
    [InlineData("/admin/documents?before=1e9"), InlineData("/admin/dead-letters?before=%E4%B8%AD")]
    public async Task Page_ignores_a_malformed_value_in_its_address(string address)
    {
        await using var app = await TestApplication.StartAsync(realSockets: true);
        await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        using var admin = app.Anonymous();
        using var signedIn = await admin.SignInByPageAsync(TestApplication.AdminEmail);

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task Return_address_in_any_script_reaches_the_browser_escaped()
    {
        await using var app = await TestApplication.StartAsync(realSockets: true);
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);

        using var answer = await app.Anonymous().SignInByPageAsync(TestApplication.AnalystEmail, returnUrl: "/stocks/ünïcode?q=路#é");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/stocks/%C3%BCn%C3%AFcode?q=%E8%B7%AF#%C3%A9", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
