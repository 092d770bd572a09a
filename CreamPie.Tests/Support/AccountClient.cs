using System.Net;
using System.Text.RegularExpressions;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Support;

/// <summary>What tests of one's own account do in a browser without a script.</summary>
internal static partial class AccountClient
{
    public const string Email = "somebody@example.org";

    /// <summary>A new user's browser, signed in by the page.</summary>
    public static async Task<HttpClient> SignedInByPageAsync(this TestApplication app, string email = Email, string role = Roles.Analyst)
    {
        await app.AddUserAsync(email, role);
        var browser = app.Anonymous();
        using var answer = await browser.SignInByPageAsync(email);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>
    /// A user's call with a session that has just been proved; as an admin, whatever the database says. A provider began it, so that it
    /// counts under Accounts__OnlyOidc too.
    /// </summary>
    public static async Task<Caller> CallerAsync(this TestApplication app, string email, string? role = Roles.Admin)
    {
        var user = await app.AddUserAsync(email, role);
        var session = await app.Services.GetRequiredService<Sessions>()
            .StartForCookieAsync(user, "", null, true, "https://id.example.org", CancellationToken.None);
        return new Caller(user.Id, email, new HashSet<string> { Roles.Admin }) { Session = session };
    }

    /// <summary>Links a user to a provider, which becomes a configured one, as a sign-in there now would.</summary>
    public static async Task ConnectAsync(this TestApplication app, string email)
    {
        const string issuer = "https://id.example.org";
        app.Services.GetRequiredService<IOptions<ConfiguredProviders>>().Value.Issuers = [issuer];
        var user = await app.AddUserAsync(email, Roles.Analyst);
        DateTime? now = app.Services.GetRequiredService<TimeProvider>().Now();
        await using var db = await app.OpenAsync();
        db.UserLogins.Add(new() { LoginProvider = issuer, ProviderKey = user.Id, UserId = user.Id });
        await db.SaveChangesAsync();
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.ProviderSeenAt, now));
    }

    public static async Task<HttpStatusCode> MeAsync(this HttpClient client)
    {
        using var answer = await client.GetAsync("/api/users/me");
        return answer.StatusCode;
    }

    /// <summary>Submits the one form of a page that has this handler.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient browser, string page, string handler, params (string Name, string Value)[] fields)
    {
        var form = Form().Matches(await browser.GetStringAsync(page))
            .Single(m => m.Value.Contains($"name=\"_handler\" value=\"{handler}\"", StringComparison.Ordinal));
        return await browser.SendFormAsync(page, [.. Forms.HiddenFields(form.Value), .. fields]);
    }

    /// <summary>Sets up an authenticator app.</summary>
    public static async Task<(byte[] Key, IReadOnlyList<string> RecoveryCodes)> TurnOnTwoStepAsync(
        this TestApplication app, HttpClient browser)
    {
        var page = await browser.GetStringAsync("/account/two-step");
        var text = Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var key = Base32.Decode(text)!;
        using var answer = await browser.SubmitAsync("/account/two-step", "enable", ("Input.Code", app.CodeNow(key)));
        var codes = Recovery().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(RecoveryCodes.Count, codes.Count);
        return (key, codes);
    }

    public static string CodeNow(this TestApplication app, byte[] key, int steps = 0) => TotpProvider.CodeOf(
        key, TotpProvider.StepAt(app.Services.GetRequiredService<TimeProvider>().GetUtcNow()) + steps);

    public static async Task<IReadOnlyList<AuditEntry>> AllAuditAsync(this TestApplication app)
    {
        await using var db = await app.OpenAsync();
        return await db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync();
    }

    public static Task<CreamPieDbContext> OpenAsync(this TestApplication app) =>
        app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();

    [GeneratedRegex("<form .*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<code class=\"key\">([A-Z2-7 ]+)</code>")]
    private static partial Regex Key();

    [GeneratedRegex("<li><code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>")]
    private static partial Regex Recovery();
}
