using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace CreamPie.Core.Archiving.Buckets;

/// <summary>The client of Amazon's SDK, set so that servers of others understand it too.</summary>
internal static class BucketClient
{
    public static AmazonS3Client Create(ArchiveOptions options)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 3,
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            // The signature covers the SHA-256 of what is sent; checksums in trailers are Amazon's alone.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (string.IsNullOrWhiteSpace(options.Endpoint))
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        else
            (config.ServiceURL, config.ForcePathStyle) = (options.Endpoint, true);
        return string.IsNullOrWhiteSpace(options.AccessKey)
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }
}
