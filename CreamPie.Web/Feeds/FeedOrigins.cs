namespace CreamPie.Web.Feeds;

/// <summary>Which other sites' pages may read feeds in a browser: charting pages, OpenBB Workspace.</summary>
public sealed class FeedOptions
{
    public const string Section = "Feeds";

    /// <summary>Origins like https://pro.openbb.co, separated by commas; none without a setting.</summary>
    public string AllowedOrigins { get; set; } = "";

    public string[] Origins => AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>No *: whoever knows a link may read it with any program, but a page should be one that the admin has named.</summary>
    public static bool HasReadableOrigins(FeedOptions options) => options.Origins.All(origin =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase));
}

internal static class FeedOrigins
{
    public const string Policy = "feeds";

    /// <summary>Reads without cookies: the link is the only right that such a page has.</summary>
    public static void AddFeedOrigins(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<FeedOptions>()
            .BindConfiguration(FeedOptions.Section)
            .Validate(
                FeedOptions.HasReadableOrigins,
                "Feeds__AllowedOrigins must be origins with commas, without a path or *, like https://pro.openbb.co.");
        var origins = configuration.GetSection(FeedOptions.Section).Get<FeedOptions>()?.Origins ?? [];
        services.AddCors(cors => cors.AddPolicy(Policy, policy => policy
            .WithOrigins(origins).WithMethods(HttpMethods.Get, HttpMethods.Head).AllowAnyHeader()
            .WithExposedHeaders("ETag", "Accept-Ranges", "Content-Range")));
    }
}
