using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Storage.Tables.Accounts;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api.Contract;

/// <summary>Calls that reach the answers of API keys and feeds.</summary>
internal static class KeyCases
{
    private const string Unknown = "00000000-0000-4000-8000-000000000000";

    public static async Task OwnAsync(ContractRun run)
    {
        var key = new { name = "Script", scopes = (string[])["read", "track"], expiresAt = "2099-06-30T12:00:00Z" };
        await RunAsync(run, "/api/users/me/api-keys", key, new { name = "Script", scopes = (string[])["all"] }, ApiKeys.Most);
        var feed = new { name = "Sheet", symbols = (string[])["TEST"], expiresAt = (string?)null };
        await RunAsync(run, "/api/users/me/feeds", feed, new { name = "" }, FeedLinks.Most);
    }

    private static async Task RunAsync(ContractRun run, string path, object good, object bad, int most)
    {
        var made = await run.CallAsync(201, "POST", path, good, Roles.Analyst);
        await run.CallAsync(400, "POST", path, bad, Roles.Analyst);
        for (var more = 1; more < most; more++)
            await run.CallAsync(201, "POST", path, good, Roles.Analyst);
        await run.CallAsync(409, "POST", path, good, Roles.Analyst);
        await run.CallAsync(200, "GET", path, role: Roles.Analyst);
        await run.CallAsync(204, "DELETE", $"{path}/{Text(made, "id")}", role: Roles.Analyst);
        await run.CallAsync(404, "DELETE", $"{path}/{Unknown}", role: Roles.Analyst);
    }
}
