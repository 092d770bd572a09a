using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Attacks;

/// <summary>The real program with its default limits, as a process whose memory is measured, and analysts who attack it.</summary>
internal sealed class AttackedProgram : IAsyncDisposable
{
    private readonly AppProcess _process;
    private readonly string _folder;

    private AttackedProgram(AppProcess process, string folder, HttpClient admin) => (_process, _folder, Admin) = (process, folder, admin);

    public HttpClient Admin { get; }

    public Uri Address => Admin.BaseAddress!;

    /// <param name="settings">Environment variables on top of the data folder.</param>
    public static async Task<AttackedProgram> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("creampie-attack-").FullName;
        var process = AppProcess.Start(
            settings.Append(("Storage__Path", folder)).ToDictionary(s => s.Item1, s => s.Item2), await ReadyProgram.FolderAsync());
        return new(process, folder, await process.AdminAsync());
    }

    /// <summary>A client with the token of a new analyst.</summary>
    public async Task<HttpClient> AnalystAsync(string name)
    {
        var user = new AppUser { UserName = $"{name}@example.org", Email = $"{name}@example.org", EmailConfirmed = true };
        (user.NormalizedEmail, user.NormalizedUserName) = (user.Email.ToUpperInvariant(), user.Email.ToUpperInvariant());
        user.PasswordHash = new PasswordHasher<AppUser>().HashPassword(user, TestApplication.Password);
        var options = new DbContextOptionsBuilder<SqliteCreamPieDbContext>()
            .UseSqlite($"Data Source={Path.Combine(_folder, "creampie.db")};Default Timeout=30").Options;
        await using (var db = new SqliteCreamPieDbContext(options))
        {
            db.Users.Add(user);
            db.UserRoles.Add(new() { UserId = user.Id, RoleId = Roles.Analyst });
            await db.SaveChangesAsync();
        }
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = user.Email, password = TestApplication.Password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Resident memory now, in MB.</summary>
    public long Resident() => Status("VmRSS:");

    /// <summary>The most resident memory so far, in MB.</summary>
    public long Peak() => Status("VmHWM:");

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1_024;
    }
}
