using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account.Factors;

/// <summary>A key that was shown and not confirmed.</summary>
public sealed class PendingKeyTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_session_neither_sees_nor_confirms_it(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        var thief = await app.CallerAsync(AccountClient.Email, Roles.Analyst);
        var owner = await app.CallerAsync(AccountClient.Email, Roles.Analyst);

        var seen = await KeyAsync(app, thief);
        await app.Services.GetRequiredService<Sessions>().RevokeAsync(thief.Session!.Value, CancellationToken.None);

        Assert.Null(await EnableAsync(app, owner, seen));
        var offered = await KeyAsync(app, owner);
        Assert.NotEqual(seen, offered);
        Assert.Null(await EnableAsync(app, owner, seen));
        Assert.Equal(RecoveryCodes.Count, (await EnableAsync(app, owner, offered))!.Count);
    }

    [Fact]
    public async Task It_expires_with_the_proof_that_showed_it()
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        var owner = await app.CallerAsync(AccountClient.Email, Roles.Analyst);
        var old = await KeyAsync(app, owner);
        Assert.Equal(old, await KeyAsync(app, owner));

        _time.Advance(Proofs.Life);
        await app.Services.GetRequiredService<Proofs>().RenewAsync(owner, CancellationToken.None);

        Assert.Null(await EnableAsync(app, owner, old));
        Assert.NotEqual(old, await KeyAsync(app, owner));
    }

    [Fact]
    public async Task Recovery_code_is_mailed_about_wherever_it_is_used()
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        using var owner = await app.SignedInByPageAsync();
        var (_, codes) = await app.TurnOnTwoStepAsync(owner);

        using var proved = await owner.SubmitAsync("/account/prove", "code", ("Code.Code", codes[0]));
        Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
        using var program = app.Anonymous();
        using var signedIn = await program.PostAsync("/api/auth/login", System.Net.Http.Json.JsonContent.Create(
            new { email = AccountClient.Email, password = TestApplication.Password, code = codes[1] }));
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);

        var mails = app.MailsTo(AccountClient.Email).Where(m => m.Subject == "A recovery code was used for CreamPie").ToList();
        Assert.Equal(["8 are left", "9 are left"], mails.Select(m => m.TextBody![(m.TextBody!.IndexOf(';') + 2)..][..10]).Order());
    }

    [Theory]
    [InlineData("/account/sign-out-everywhere")]
    [InlineData("/account/sessions/end-others")]
    public async Task Remembered_browser_is_asked_again_after_sessions_were_ended(string action)
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        using var owner = await app.SignedInByPageAsync();
        var (key, _) = await app.TurnOnTwoStepAsync(owner);
        using var browser = app.Anonymous();
        using var half = await browser.SignInByPageAsync(AccountClient.Email);
        using var remembered = await browser.FillInAsync(
            "/account/sign-in/code", ("Input.Code", app.CodeNow(key, steps: 1)), ("Input.Remembers", "true"));
        Assert.Equal("/", (await browser.SignInByPageAsync(AccountClient.Email)).PathOfLocation());

        using var ended = await owner.PressAsync("/account", action);

        using var next = await browser.SignInByPageAsync(AccountClient.Email);
        Assert.StartsWith("/account/sign-in/code", next.PathOfLocation(), StringComparison.Ordinal);
    }

    private static async Task<string> KeyAsync(TestApplication app, Caller caller)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Authenticator>().KeyAsync(caller, CancellationToken.None))!;
    }

    private static async Task<IReadOnlyList<string>?> EnableAsync(TestApplication app, Caller caller, string key)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Authenticator>()
            .EnableAsync(caller, app.CodeNow(Base32.Decode(key)!), CancellationToken.None);
    }
}
