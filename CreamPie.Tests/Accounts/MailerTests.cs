using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace CreamPie.Tests.Accounts;

public sealed class MailerTests
{
    private const string New = "newcomer@example.org";

    [Fact]
    public async Task Mail_goes_to_the_configured_server()
    {
        await using var server = new SmtpServer();
        await using var app = await TestApplication.StartAsync(
            settings: Settings(server.Port, ("Mail:User", "pie"), ("Mail:Password", "cream")));

        using var answer = await RegisterAsync(app);

        Assert.Contains("Check your e-mail", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes("\0pie\0cream")), server.Commands);
        Assert.Contains(server.Commands, c => c.StartsWith("MAIL FROM:<stocks@example.org>", StringComparison.Ordinal));
        Assert.Contains(server.Commands, c => c.StartsWith($"RCPT TO:<{New}>", StringComparison.Ordinal));
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(server.Mails.Single()));
        var mail = await MimeMessage.LoadAsync(bytes);
        Assert.Equal("CreamPie", mail.From.Mailboxes.Single().Name);
        using var confirmed = await app.Anonymous().FillInAsync(mail.Link(), ("Input.Password", TestApplication.Password));
        using var analyst = await app.SignInAsync(New);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "mail")));
    }

    [Theory]
    [InlineData(true, "451 4.3.0 Later")]
    [InlineData(true, "530 5.7.0 Authentication required")]
    [InlineData(false, null)]
    public async Task Registration_survives_an_unreachable_or_refusing_mail_server(bool isThere, string? refusal)
    {
        await using var server = new SmtpServer(refusal);
        var port = server.Port;
        if (!isThere)
            await server.DisposeAsync();
        await using var app = await TestApplication.StartAsync(settings: Settings(port));
        await app.AddUserAsync("known@example.org", null);

        using var answer = await RegisterAsync(app);
        using var known = await RegisterAsync(app, "known@example.org");

        Assert.Contains("The e-mail could not be sent", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("account/resend", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("The e-mail could not be sent", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.True(await db.Users.AnyAsync(u => u.Email == New));
    }

    [Fact]
    public async Task Required_TLS_sends_nothing_in_clear_text()
    {
        await using var server = new SmtpServer();
        await using var app = await TestApplication.StartAsync(
            settings: Settings(server.Port, ("Mail:UseTls", "true"), ("Mail:User", "pie"), ("Mail:Password", "cream")));

        using var answer = await RegisterAsync(app);

        Assert.Contains("The e-mail could not be sent", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Untrusted_mail_server_certificate_gets_no_mail_and_the_page_explains()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.Parse("2020-01-01T00:00:00Z", CultureInfo.InvariantCulture);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now, now.AddYears(50));
        await using var server = new SmtpServer(certificate: certificate);
        await using var app = await TestApplication.StartAsync(settings: Settings(server.Port, ("Mail:UseTls", "true")));

        using var answer = await RegisterAsync(app);

        Assert.Contains("The e-mail could not be sent", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("STARTTLS", server.Commands);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_server_mail_is_filed_and_logged_by_path_only()
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(log: log);

        using var answer = await RegisterAsync(app);

        var file = Directory.GetFiles(Path.Combine(app.Folder, "mail")).Single();
        Assert.EndsWith(".eml", file, StringComparison.Ordinal);
        Assert.Contains(log, line => line.Contains(file, StringComparison.Ordinal));
        var link = app.Mails().Single().Link();
        Assert.Contains(link, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain(
            log, line => line.Contains("token=", StringComparison.Ordinal) && line.Contains("/account/confirm", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains(New, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Open", true)]
    [InlineData("127.0.0.1", "Open", false)]
    [InlineData("", "Closed", false)]
    public async Task Open_registration_without_mail_warns_at_startup_and_on_the_page(string host, string registration, bool isWarned)
    {
        using var log = new LogLines();
        await using var server = new SmtpServer();
        await using var app = await TestApplication.StartAsync(
            settings: Settings(server.Port, ("Mail:Host", host), ("Accounts:Registration", registration)), log: log);

        var warnings = log.Where(line => line.Contains("without a mail server (Mail__Host): pass the links on", StringComparison.Ordinal));
        // It comes beside the start.
        if (isWarned)
            await Eventually.SeeAsync(() => Task.FromResult(warnings.FirstOrDefault()));
        Assert.Equal(isWarned ? 1 : 0, warnings.Count());
        if (registration == "Closed")
            return;
        using var answer = await app.Anonymous().FillInAsync("/account/resend", ("Input.Email", New));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(host == "", html.Contains("no mail server configured", StringComparison.Ordinal));
        Assert.Equal(host != "", html.Contains("on its way", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "http://localhost/account/confirm")]
    [InlineData("https://stocks.example.org", "https://stocks.example.org/account/confirm")]
    public async Task Links_use_the_public_address(string? publicUrl, string expected)
    {
        await using var app = await TestApplication.StartAsync(
            settings: publicUrl is null ? null : new Dictionary<string, string> { ["Hosting:PublicUrl"] = publicUrl });
        // As behind a reverse proxy: not the public host name.
        using var browser = app.CreateClient(new()
        {
            BaseAddress = new Uri(publicUrl is null ? "http://localhost" : "https://localhost"),
            AllowAutoRedirect = false,
        });

        using var answer = await browser.FillInAsync(
            "/account/register", ("Input.Email", New), ("Input.Password", TestApplication.Password));

        Assert.Contains(expected + "?user=", app.Mails().Single().TextBody, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> RegisterAsync(TestApplication app, string email = New) =>
        app.Anonymous().FillInAsync("/account/register", ("Input.Email", email), ("Input.Password", TestApplication.Password));

    private static Dictionary<string, string> Settings(int port, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Mail:From"] = "CreamPie <stocks@example.org>",
            ["Mail:UseTls"] = "false",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        return settings;
    }
}
