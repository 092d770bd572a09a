namespace CreamPie.Web.Hosting.Settings;

/// <summary>A setting that an operator may have to look up.</summary>
/// <param name="Key">As an environment variable.</param>
/// <param name="Default">What holds if it is not set, in words.</param>
/// <param name="IsSecret">Never shown.</param>
internal sealed record KnownSetting(string Key, string Default, bool IsSecret = false)
{
    public string Path => Key.Replace("__", ":", StringComparison.Ordinal);
}

/// <summary>The settings that matter, in groups; the README explains each.</summary>
internal static class SettingList
{
    public static readonly IReadOnlyList<(string Name, KnownSetting[] Settings)> Groups =
    [
        ("Server",
        [
            new("Hosting__PublicUrl", "http://localhost"), new("Hosting__AllowedHosts", "none"), new("Hosting__KnownProxies", "none"),
            new("Feeds__AllowedOrigins", "none"),
            new("ASPNETCORE_URLS", "http://localhost:5000"), new("Node__Role", "All"),
            new("Node__DrainSeconds", "0"), new("Jobs__Hangfire", "true"),
        ]),
        ("Storage",
        [
            new("Database__Provider", "Sqlite"), new("ConnectionStrings__CreamPie", "creampie.db in Storage__Path", IsSecret: true),
            new("Storage__Path", "data"), new("Storage__MinFreeMegabytes", "500"), new("Storage__MinFreePercent", "5"),
            new("Storage__VerifyHours", "24"), new("Storage__VerifyMegabytes", "4096"),
            new("Archive__Bucket", "none: in Storage__Path"), new("Archive__Endpoint", "Amazon's, by region"),
            new("Archive__Region", "us-east-1"), new("Archive__AccessKey", "of the machine", IsSecret: true),
            new("Archive__SecretKey", "of the machine", IsSecret: true), new("Archive__Prefix", "none"),
            new("Archive__TimeoutSeconds", "20"),
            new("Database__CheckAtStart", "true"), new("Backups__Folder", "none"), new("Backups__KeepDays", "14"),
            new("Backups__PostgresTools", "looked for"), new("Backups__Endpoint", "the archive's"),
            new("Backups__Region", "the archive's"), new("Backups__AccessKey", "the archive's", IsSecret: true),
            new("Backups__SecretKey", "the archive's", IsSecret: true),
            new("LogFiles__Days", "14"), new("LogFiles__MaxMegabytes", "200"),
        ]),
        ("Accounts",
        [
            new("Accounts__Registration", "Open"), new("Accounts__OnlyOidc", "false"), new("Accounts__KeyDaysAfterSignIn", "90"),
            new("Sessions__IdleMinutes", "60"),
            new("Bootstrap__AdminEmail", "none"), new("Bootstrap__AdminPassword", "none", IsSecret: true),
            new("Security__KeyFile", "beside the data folder in Production with SQLite, else none"),
            new("Security__KeyFilePassword", "none", IsSecret: true), new("Audit__KeepDays", "730"),
        ]),
        ("Identity provider",
        [
            new("Oidc__0__Name", "none"), new("Oidc__0__Issuer", "none"), new("Oidc__0__ClientId", "none"),
            new("Oidc__0__ClientSecret", "none", IsSecret: true), new("Oidc__0__RoleClaim", "none"), new("Oidc__0__AdminRole", "none"),
            new("Oidc__0__AnalystRole", "none"), new("Oidc__0__TrustsEmail", "false"),
        ]),
        ("Limits",
        [
            new("Rates__PagesPerMinute", "300"), new("Rates__SignInsPerMinute", "30"), new("Rates__ApiCallsPerMinute", "1200"),
            new("Rates__FeedCallsPerMinute", "300"), new("Rates__MailsPerHour", "200"), new("Tracking__SymbolsPerDay", "200"),
            new("Circuits__PerPerson", "12"), new("Circuits__Total", "300"), new("Circuits__ForAdmins", "10"),
            new("HeavyReads__PerPerson", "2"), new("HeavyReads__Total", "4"), new("HeavyReads__Answers", "64"),
            new("HeavyReads__WaitSeconds", "5"), new("Cache__Megabytes", "128"),
        ]),
        ("Mail",
        [
            new("Mail__Host", "none"), new("Mail__Port", "587"), new("Mail__From", "none"), new("Mail__User", "none"),
            new("Mail__Password", "none", IsSecret: true), new("Mail__UseTls", "true"),
        ]),
        ("Monitoring",
        [
            new("Alerts__MailTo", "none"), new("Alerts__WebhookUrl", "none", IsSecret: true),
            new("Alerts__WebhookSecret", "none", IsSecret: true), new("Alerts__AllowPrivateNetworks", "false"),
            new("Telemetry__Prometheus", "false"), new("Telemetry__OtlpEndpoint", "none"),
        ]),
        ("Sources",
        [
            new("Sources__Order", "YahooPage, YahooChart"), new("Sources__YahooPage__BaseUrl", "https://finance.yahoo.com"),
            new("Sources__YahooChart__BaseUrl", "https://query1.finance.yahoo.com"),
            new("Sources__AlphaVantage__ApiKey", "not configured", IsSecret: true),
            new("Sources__Csv__UrlTemplate", "not configured", IsSecret: true), new("Sources__Csv__ApiKey", "none", IsSecret: true),
        ]),
        ("Retrieval",
        [
            new("Retrieval__MinDelaySeconds", "2"), new("Retrieval__RespectRobots", "true"),
            new("Retrieval__AllowPrivateNetworks", "false"), new("Retrieval__UserAgent", "identifies CreamPie"),
        ]),
    ];
}
