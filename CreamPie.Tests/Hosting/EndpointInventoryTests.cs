namespace CreamPie.Tests.Hosting;

public sealed class EndpointInventoryTests
{
    /// <summary>After an intended change: dotnet run --project CreamPie.Tests -- endpoints, and read the difference.</summary>
    [Fact]
    public async Task Every_endpoint_answers_each_caller_as_written_down() =>
        Assert.Equal(await File.ReadAllTextAsync(EndpointInventory.File), await EndpointInventory.TakeAsync());

    [Fact]
    public void Nothing_of_an_admin_answers_anyone_else()
    {
        var admins = File.ReadLines(EndpointInventory.File)
            .Where(line => line.Contains("/admin/", StringComparison.Ordinal) || line.Contains("/hangfire", StringComparison.Ordinal)
                || line.Contains("/api/users/{id:guid}", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..])
            .ToList();
        Assert.NotEmpty(admins);
        Assert.All(admins, statuses =>
        {
            Assert.Contains(statuses[0], (string[])["302", "401"]);
            Assert.Contains(statuses[1], (string[])["302", "403"]);
            Assert.Contains(statuses[2], (string[])["302", "403"]);
            Assert.All(statuses[4..6], status => Assert.Equal("403", status));
        });
    }

    [Fact]
    public void No_key_opens_an_account_or_a_page()
    {
        var people = File.ReadLines(EndpointInventory.File)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words[1].StartsWith("/api/users/me", StringComparison.Ordinal) || (words[2] == "302" && words[4] != "302"))
            .ToList();
        Assert.NotEmpty(people);
        Assert.All(people, words => Assert.All(words[6..9], status => Assert.Equal("403", status)));
    }
}
