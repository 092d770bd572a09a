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
