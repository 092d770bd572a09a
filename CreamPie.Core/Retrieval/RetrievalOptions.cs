using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Retrieval.Http;

namespace CreamPie.Core.Retrieval;

/// <summary>Throttling and limits of requests to sources.</summary>
public sealed class RetrievalOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Retrieval";

    /// <summary>Allows private addresses, http and any port: for a source on the own machine or network.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Minimum delay between two requests to one host, in seconds.</summary>
    [Range(0.0, 3_600.0, ErrorMessage = "Retrieval__MinDelaySeconds must be a number from 0 to 3600, like 2 or 0.5.")]
    public double MinDelaySeconds { get; set; } = 2;

    /// <summary>Time limit for connecting and receiving the headers, in seconds.</summary>
    [Range(0.1, 600.0, ErrorMessage = "Retrieval__ConnectTimeoutSeconds must be a number from 0.1 to 600, like 10.")]
    public double ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>Time limit for the whole request with its redirects, in seconds.</summary>
    [Range(0.1, 3_600.0, ErrorMessage = "Retrieval__TotalTimeoutSeconds must be a number from 0.1 to 3600, like 30.")]
    public double TotalTimeoutSeconds { get; set; } = 30;

    /// <summary>Minimum rate of a body over <see cref="RateWindowSeconds"/>, in bytes per second; 0 for any.</summary>
    [Range(0, 1 << 30, ErrorMessage = "Retrieval__MinBytesPerSecond must be a whole number from 0 to 1073741824, like 1024.")]
    public int MinBytesPerSecond { get; set; } = 1_024;

    /// <summary>Window over which the rate is measured, in seconds.</summary>
    [Range(0.1, 600.0, ErrorMessage = "Retrieval__RateWindowSeconds must be a number from 0.1 to 600, like 10.")]
    public double RateWindowSeconds { get; set; } = 10;

    /// <summary>Minimum pause of a host after a Retry-After, in seconds.</summary>
    [Range(0.0, 3_600.0, ErrorMessage = "Retrieval__MinRetryAfterSeconds must be a number from 0 to 3600, like 30.")]
    public double MinRetryAfterSeconds { get; set; } = 30;

    /// <summary>Obeys the robots.txt of each host, fetched once a day. False only by agreement with the site.</summary>
    public bool RespectRobots { get; set; } = true;

    /// <summary>Maximum body size as received, in bytes.</summary>
    [Range(1_024, 1 << 30, ErrorMessage = "Retrieval__WireLimit must be a number of bytes from 1024 to 1073741824.")]
    public int WireLimit { get; set; } = 10 << 20;

    /// <summary>Maximum body size after decompression, in bytes.</summary>
    [Range(1_024, 1 << 30, ErrorMessage = "Retrieval__DecodedLimit must be a number of bytes from 1024 to 1073741824.")]
    public int DecodedLimit { get; set; } = DecodeLimits.Default.Bytes;

    /// <summary>Maximum decoded bytes for each byte received.</summary>
    [Range(1, 10_000, ErrorMessage = "Retrieval__RatioLimit must be a whole number from 1 to 10000.")]
    public int RatioLimit { get; set; } = DecodeLimits.Default.Ratio;

    /// <summary>User-Agent header: identifies the program; its first word is the name for robots.txt.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Retrieval__UserAgent must not be empty.")]
    [RegularExpression(
        "[A-Za-z][ -~]{0,199}", ErrorMessage = "Retrieval__UserAgent must be 1 to 200 printable ASCII characters and start with a letter.")]
    public string UserAgent { get; set; } = "CreamPie/1.0 (self-hosted; price history for personal use)";

    // Not public: the validator reads every public property, and these throw for values that it would reject.
    internal TimeSpan MinDelay => TimeSpan.FromSeconds(MinDelaySeconds);

    internal TimeSpan RateWindow => TimeSpan.FromSeconds(RateWindowSeconds);

    internal TimeSpan MinRetryAfter => TimeSpan.FromSeconds(MinRetryAfterSeconds);

    /// <summary>Our name in robots.txt: the first word of the user agent.</summary>
    internal string ProductToken => UserAgent.Split(' ', '/', '(')[0];

    internal TimeSpan ConnectTimeout => TimeSpan.FromSeconds(ConnectTimeoutSeconds);

    internal TimeSpan TotalTimeout => TimeSpan.FromSeconds(TotalTimeoutSeconds);

    /// <summary><see cref="DecodedLimit"/> and <see cref="RatioLimit"/>.</summary>
    public DecodeLimits DecodeLimits => new(DecodedLimit, RatioLimit);
}
