using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Retrieval.Http;

namespace CreamPie.Core.Retrieval;

/// <summary>How politely and how carefully sources are asked.</summary>
public sealed class RetrievalOptions
{
    public const string Section = "Retrieval";

    /// <summary>Also allows http and any port. For a source on one's own machine or network.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Between two requests to one host.</summary>
    [Range(0.0, 3_600.0, ErrorMessage = "Retrieval__MinDelaySeconds must be a number from 0 to 3600, like 2 or 0.5.")]
    public double MinDelaySeconds { get; set; } = 2;

    /// <summary>Until the headers are there.</summary>
    [Range(0.1, 600.0, ErrorMessage = "Retrieval__ConnectTimeoutSeconds must be a number from 0.1 to 600, like 10.")]
    public double ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>Until the last byte is there, redirects included.</summary>
    [Range(0.1, 3_600.0, ErrorMessage = "Retrieval__TotalTimeoutSeconds must be a number from 0.1 to 3600, like 30.")]
    public double TotalTimeoutSeconds { get; set; } = 30;

    /// <summary>A body that comes more slowly over <see cref="RateWindowSeconds"/> is left; 0 for any rate.</summary>
    [Range(0, 1 << 30, ErrorMessage = "Retrieval__MinBytesPerSecond must be a whole number from 0 to 1073741824, like 1024.")]
    public int MinBytesPerSecond { get; set; } = 1_024;

    [Range(0.1, 600.0, ErrorMessage = "Retrieval__RateWindowSeconds must be a number from 0.1 to 600, like 10.")]
    public double RateWindowSeconds { get; set; } = 10;

    /// <summary>The least that a host is left alone when it says Retry-After, however little it asks for.</summary>
    [Range(0.0, 3_600.0, ErrorMessage = "Retrieval__MinRetryAfterSeconds must be a number from 0 to 3600, like 30.")]
    public double MinRetryAfterSeconds { get; set; } = 30;

    /// <summary>Reads robots.txt of each host once a day and asks for nothing that it disallows. False only where it is settled with the site otherwise.</summary>
    public bool RespectRobots { get; set; } = true;

    /// <summary>Bytes as received.</summary>
    [Range(1_024, 1 << 30, ErrorMessage = "Retrieval__WireLimit must be a number of bytes from 1024 to 1073741824.")]
    public int WireLimit { get; set; } = 10 << 20;

    /// <summary>Bytes after decompression.</summary>
    [Range(1_024, 1 << 30, ErrorMessage = "Retrieval__DecodedLimit must be a number of bytes from 1024 to 1073741824.")]
    public int DecodedLimit { get; set; } = DecodeLimits.Default.Bytes;

    /// <summary>Decoded bytes for one byte received.</summary>
    [Range(1, 10_000, ErrorMessage = "Retrieval__RatioLimit must be a whole number from 1 to 10000.")]
    public int RatioLimit { get; set; } = DecodeLimits.Default.Ratio;

    /// <summary>Says plainly what asks; its first word is our name in robots.txt.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Retrieval__UserAgent must not be empty.")]
    [RegularExpression("[ -~]{1,200}", ErrorMessage = "Retrieval__UserAgent must be 1 to 200 printable ASCII characters.")]
    public string UserAgent { get; set; } = "CreamPie/1.0 (self-hosted; price history for personal use)";

    // Not public: the validator reads every public property, and these throw for what it is about to refuse.
    internal TimeSpan MinDelay => TimeSpan.FromSeconds(MinDelaySeconds);

    internal TimeSpan RateWindow => TimeSpan.FromSeconds(RateWindowSeconds);

    internal TimeSpan MinRetryAfter => TimeSpan.FromSeconds(MinRetryAfterSeconds);

    /// <summary>What robots.txt calls us: the user agent's first word.</summary>
    internal string ProductToken => UserAgent.Split(' ', '/', '(')[0];

    internal TimeSpan ConnectTimeout => TimeSpan.FromSeconds(ConnectTimeoutSeconds);

    internal TimeSpan TotalTimeout => TimeSpan.FromSeconds(TotalTimeoutSeconds);

    public DecodeLimits DecodeLimits => new(DecodedLimit, RatioLimit);
}
