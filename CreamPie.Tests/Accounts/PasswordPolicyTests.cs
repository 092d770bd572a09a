using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("quiet orange ladder", true)]
    [InlineData("correct horse battery staple", true)]
    [InlineData("žluťoučký kůň", true)]
    [InlineData("🐴🔋🧷🍊🪜🚲🎈🌵🧭🛶🥨🪁", true)]
    [InlineData("Tr0ub4dor&3-xy", true)]
    [InlineData("elevenchars", false)]
    [InlineData("password1234", false)]
    [InlineData("PasswordPassword", false)]
    [InlineData("qwertyuiop12", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("abababababab", false)]
    [InlineData("123456123456", false)]
    [InlineData("creampie2026creampie", false)]
    [InlineData("jane.doe-2026!", false)]
    [InlineData("ｐａｓｓｗｏｒｄ１２３４", false)]
    // Of the list of real leaks, as they are and with what people change.
    [InlineData("1q2w3e4r5t6y", false)]
    [InlineData("mynameisearl", false)]
    [InlineData("P4ssw0rd!2026", false)]
    [InlineData("Liverpool-1892", false)]
    [InlineData("123456monkey", false)]
    [InlineData("b4rcel0na-2026", false)]
    [InlineData("ladderladder", false)]
    [InlineData("drowssap12345", false)]
    [InlineData("monkeyladderriver", true)]
    [InlineData("jane.doe@example.org", false)]
    [InlineData("example.org-2026", false)]
    [InlineData("JaneDoe.1234567", false)]
    [InlineData("quiet\uFFFEorange ladder", false)]
    [InlineData("quiet\0orange ladder", false)]
    public async Task Length_and_common_passwords_decide_not_character_classes(string password, bool good)
    {
        await using var app = await TestApplication.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var created = await users.CreateAsync(new AppUser { UserName = "jane.doe@example.org", Email = "jane.doe@example.org" }, password);
        Assert.Equal(good, created.Succeeded);
    }

    [Theory, InlineData(128, true), InlineData(129, false)]
    public async Task Passwords_up_to_128_characters_are_accepted(int length, bool good)
    {
        await using var app = await TestApplication.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var password = string.Concat(Enumerable.Repeat("orange ladder ", 20))[..length];
        var user = new AppUser { UserName = "a@example.org", Email = "a@example.org" };
        Assert.Equal(good, (await users.CreateAsync(user, password)).Succeeded);
    }
}
