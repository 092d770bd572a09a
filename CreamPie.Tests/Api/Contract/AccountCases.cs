using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api.Contract;

/// <summary>Calls that reach the answers of accounts: other people's and one's own.</summary>
internal static class AccountCases
{
    private const string Unknown = "00000000-0000-4000-8000-000000000000";

    public static async Task AdministerAsync(ContractRun run)
    {
        var user = $"/api/users/{(await run.Server.AddUserAsync("other@example.org", Roles.Analyst)).Id}";
        var admins = await run.CallAsync(200, "GET", "/api/users?role=admin&limit=1");
        var lastAdmin = $"/api/users/{Text(admins.GetProperty("items")[0], "id")}";
        await run.CallAsync(200, "GET", lastAdmin);
        await run.CallAsync(400, "PUT", $"{user}/role", new { role = "King" });
        await run.CallAsync(409, "PUT", $"{lastAdmin}/role", new { role = (string?)null });
        await run.CallAsync(409, "POST", $"{lastAdmin}/disable");
        await run.CallAsync(409, "DELETE", lastAdmin);
        await run.CallAsync(204, "PUT", $"{user}/role", new { role = "Analyst" });
        foreach (var (method, path) in ((string, string)[])
            [("POST", "/disable"), ("POST", "/enable"), ("POST", "/require-new-password"), ("POST", "/reset-second-factor"),
                ("DELETE", $"/sessions/{Unknown}"), ("DELETE", "/sessions"), ("DELETE", "")])
        {
            await run.CallAsync(204, method, user + path);
            await run.CallAsync(404, method, $"/api/users/{Unknown}{path}");
        }
        var other = await run.Server.AddUserAsync("provider@example.org", Roles.Analyst);
        await run.Server.WithoutPasswordAsync(other);
        await run.CallAsync(409, "POST", $"/api/users/{other.Id}/require-new-password");
        await run.CallAsync(204, "POST", $"/api/users/{other.Id}/reset-second-factor?allWaysIn=true");
        await run.CallAsync(404, "GET", user);
        await run.CallAsync(404, "PUT", $"/api/users/{Unknown}/role", new { role = "Admin" });

        var invited = await run.CallAsync(201, "POST", "/api/users/invitations", new { email = "new@example.org", role = "Admin" });
        await run.CallAsync(409, "POST", "/api/users/invitations", new { email = TestApplication.AdminEmail });
        await run.CallAsync(200, "GET", "/api/users/invitations");
        await run.CallAsync(204, "DELETE", $"/api/users/invitations/{Text(invited, "id")}");
        await run.CallAsync(404, "DELETE", $"/api/users/invitations/{Text(invited, "id")}");
        await run.CallAsync(200, "GET", "/api/users/audit?limit=2");
        await run.CallAsync(200, "GET", "/api/users/audit", accept: "text/csv");
    }

    public static async Task OwnAsync(ContractRun run)
    {
        var (email, password) = (TestApplication.AnalystEmail, TestApplication.Password);
        var tokens = await run.CallAsync(200, "POST", "/api/auth/login", new { email, password }, role: null);
        await run.CallAsync(401, "POST", "/api/auth/login", new { email, password = "wrong" }, role: null);
        await run.CallAsync(200, "POST", "/api/auth/refresh", new { refreshToken = Text(tokens, "refreshToken") }, role: null);
        await run.CallAsync(401, "POST", "/api/auth/refresh", new { refreshToken = Text(tokens, "refreshToken") }, role: null);
        await run.CallAsync(200, "POST", "/api/auth/login", new { email, password }, role: null);

        await run.CallAsync(200, "GET", "/api/users/me", role: Roles.Analyst);
        await run.CallAsync(200, "GET", "/api/version", role: Roles.Analyst);
        await run.CallAsync(200, "GET", "/api/users/me/preferences", role: Roles.Analyst);
        await run.CallAsync(400, "PUT", "/api/users/me/preferences", new { theme = "green" }, Roles.Analyst);
        await run.CallAsync(200, "PUT", "/api/users/me/preferences", new { theme = "dark", interval = "1wk" }, Roles.Analyst);
        await run.CallAsync(200, "GET", "/api/users/me/preferences", role: Roles.Analyst);
        var sessions = await run.CallAsync(200, "GET", "/api/users/me/sessions", role: Roles.Analyst);
        var away = sessions.GetProperty("sessions").EnumerateArray().First(s => !s.GetProperty("isHere").GetBoolean());
        await run.CallAsync(204, "DELETE", $"/api/users/me/sessions/{Text(away, "id")}", role: Roles.Analyst);
        await run.CallAsync(404, "DELETE", $"/api/users/me/sessions/{Unknown}", role: Roles.Analyst);
        await run.CallAsync(204, "DELETE", "/api/users/me/sessions/others", role: Roles.Analyst);
        await run.CallAsync(204, "POST", "/api/auth/logout", role: Roles.Analyst);
    }
}
