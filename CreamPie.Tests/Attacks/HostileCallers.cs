using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Attacks;

/// <summary>
/// Everybody who can call: a stranger, people by cookie and by token, and keys and feeds that work, are narrow, have expired, were revoked
/// or are none.
/// </summary>
internal sealed class HostileCallers : IDisposable
{
    private readonly List<(HttpClient Client, IReadOnlyList<(string Name, string Value)> Form)> _people = [];
    private readonly List<HttpClient> _programs = [];
    private readonly List<string> _links = [];
    private readonly List<string> _ids = [];
    private readonly List<string> _secrets = [TestApplication.Password];

    /// <summary>With the hidden fields of a form, so that some posts get past the check of their token.</summary>
    public IReadOnlyList<(HttpClient Client, IReadOnlyList<(string Name, string Value)> Form)> People => _people;

    public HttpClient Stranger => _people[0].Client;

    /// <summary>With keys and tokens.</summary>
    public IReadOnlyList<HttpClient> Programs => _programs;

    /// <summary>Paths of feeds.</summary>
    public IReadOnlyList<string> Links => _links;

    /// <summary>Of users, keys and feeds: what an address names.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>What no answer and no log may hold.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    public static async Task<HostileCallers> NewAsync(TestApplication app)
    {
        var callers = new HostileCallers();
        callers._people.Add((app.Anonymous(), []));
        foreach (var role in new[] { Roles.Analyst, Roles.Admin })
            await callers.AddAsync(app, role);
        // Whoever is named in an address is not who calls.
        callers._ids.Add((await app.AddUserAsync($"{Guid.NewGuid():N}@example.org", Roles.Analyst)).Id);
        for (var i = 0; i < callers._people.Count; i++)
            callers._people[i] = (callers._people[i].Client, await callers._people[i].Client.OpenFormAsync("/account/sign-in"));
        foreach (var key in new[] { "cpk_", "cpk_" + new string('0', 96), "x", "cpk_' OR 1=1 --" })
            callers._programs.Add(app.SendingKey(key));
        return callers;
    }

    public void Dispose()
    {
        _people.ForEach(p => p.Client.Dispose());
        _programs.ForEach(p => p.Dispose());
    }

    private async Task AddAsync(TestApplication app, string role)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        await app.AddUserAsync(email, role);
        var program = await app.SignInAsync(email);
        _secrets.Add(program.DefaultRequestHeaders.Authorization!.Parameter!);
        _programs.Add(program);
        _people.Add((program, []));
        var browser = app.Anonymous();
        using var signedIn = await browser.SignInByPageAsync(email);
        _secrets.AddRange(
            signedIn.Headers.GetValues("Set-Cookie").Select(c => c.Split('=', 2)[1].Split(';')[0]).Where(c => c.Length > 40));
        _people.Add((browser, []));
        await AddKeysAsync(app, program, role);
        await AddFeedsAsync(app, program);
    }

    private async Task AddKeysAsync(TestApplication app, HttpClient owner, string role)
    {
        string[][] scopes = role == Roles.Admin
            ? [["read"], ["admin"], ["read", "track", "admin"]]
            : [["read"], ["track"], ["read", "track"]];
        foreach (var chosen in scopes)
            await AddKeyAsync(chosen);
        var (expired, revoked) = (await AddKeyAsync(["read"]), await AddKeyAsync(["read"]));
        await using var db = await app.OpenAsync();
        DateTime? past = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await db.ApiKeys.Where(k => k.Id == expired).ExecuteUpdateAsync(k => k.SetProperty(x => x.ExpiresAt, past));
        await db.ApiKeys.Where(k => k.Id == revoked).ExecuteDeleteAsync();

        async Task<Guid> AddKeyAsync(string[] wanted)
        {
            var (id, key) = await owner.AddKeyAsync(wanted);
            _programs.Add(app.SendingKey(key));
            _secrets.Add(key);
            _ids.Add(id);
            return Guid.Parse(id);
        }
    }

    private async Task AddFeedsAsync(TestApplication app, HttpClient owner)
    {
        await AddFeedAsync(null);
        await AddFeedAsync(["TEST"]);
        var (expired, revoked) = (await AddFeedAsync(null), await AddFeedAsync(null));
        await using var db = await app.OpenAsync();
        DateTime? past = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await db.Feeds.Where(f => f.Id == expired).ExecuteUpdateAsync(f => f.SetProperty(x => x.ExpiresAt, past));
        await db.Feeds.Where(f => f.Id == revoked).ExecuteDeleteAsync();

        async Task<Guid> AddFeedAsync(string[]? symbols)
        {
            var (id, link) = await owner.AddFeedAsync(symbols);
            _links.Add(link);
            _secrets.Add(link[^64..]);
            _ids.Add(id);
            return Guid.Parse(id);
        }
    }
}
