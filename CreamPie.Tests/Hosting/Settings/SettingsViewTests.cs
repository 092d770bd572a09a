using CreamPie.Web.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace CreamPie.Tests.Hosting.Settings;

public sealed class SettingsViewTests
{
    [Fact]
    public void Each_setting_says_where_it_comes_from_and_the_last_wins()
    {
        Environment.SetEnvironmentVariable("CPSETTINGS_Mail__Host", "from-environment");
        Environment.SetEnvironmentVariable("CPSETTINGS_Mail__From", "a@example.org");
        var view = new SettingsView(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Path"] = "/data" })
            .AddEnvironmentVariables("CPSETTINGS_")
            .AddCommandLine(["--Mail:Host=from-line"])
            .Build());

        Assert.Equal(new ShownSetting("Mail__Host", "from-line", "command line", false), Setting(view, "Mail__Host"));
        Assert.Equal(new ShownSetting("Mail__From", "a@example.org", "environment", false), Setting(view, "Mail__From"));
        Assert.Equal(new ShownSetting("Storage__Path", "/data", "host", false), Setting(view, "Storage__Path"));
        Assert.Equal(new ShownSetting("Mail__Port", "587", "default", true), Setting(view, "Mail__Port"));
    }

    [Fact]
    public void No_secret_is_ever_shown()
    {
        var secrets = SettingList.Groups.SelectMany(g => g.Settings).Where(s => s.IsSecret).ToList();
        var view = new SettingsView(new ConfigurationBuilder()
            .AddInMemoryCollection(secrets.ToDictionary(s => s.Path, _ => (string?)"canary"))
            .Build());

        Assert.DoesNotContain(view.Groups().SelectMany(g => g.Settings), s => s.Value.Contains("canary", StringComparison.Ordinal));
        Assert.All(secrets, s => Assert.Equal("set (hidden)", Setting(view, s.Key).Value));
        // Whatever sounds like a secret is one.
        Assert.All(
            SettingList.Groups.SelectMany(g => g.Settings)
                .Where(s => s.Key.Contains("Password", StringComparison.Ordinal) || s.Key.EndsWith("ApiKey", StringComparison.Ordinal)),
            s => Assert.True(s.IsSecret, s.Key));
    }

    private static ShownSetting Setting(SettingsView view, string key) =>
        view.Groups().SelectMany(g => g.Settings).Single(s => s.Key == key);
}
