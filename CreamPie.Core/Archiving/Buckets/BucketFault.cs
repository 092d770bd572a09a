using System.Diagnostics.CodeAnalysis;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace CreamPie.Core.Archiving.Buckets;

/// <summary>A bucket cannot be used now. A document is not to blame.</summary>
/// <param name="message">One sentence or two: what is wrong, and which setting would be right.</param>
/// <param name="fault">What the bucket's client threw; null if the bucket answered, and its answer is wrong.</param>
/// <param name="isSetting">True if waiting does not help.</param>
[SuppressMessage("Design", "CA1032", Justification = "Thrown by the bucket's store only.")]
public sealed class ArchiveAwayException(string message, Exception? fault, bool isSetting) : IOException(message, fault)
{
    /// <summary>True if waiting does not help: wrong credentials, no such bucket, or a server that does not keep what it is sent.</summary>
    public bool IsSetting => isSetting;
}

/// <summary>What a fault of the bucket's client means for an operator.</summary>
internal static class BucketFault
{
    /// <summary>Codes of servers that do not know conditional writes.</summary>
    private static readonly string[] Unknown = ["NotImplemented", "InvalidArgument", "UnsupportedOperation"];

    public static bool IsMissing(AmazonS3Exception fault) =>
        fault is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" };

    /// <summary>A conditional write found a file, or another write of the same name is under way.</summary>
    public static bool IsTaken(AmazonS3Exception fault) =>
        fault.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict;

    /// <summary>The server refuses the header If-None-Match itself.</summary>
    public static bool IsNotConditional(AmazonS3Exception fault) =>
        fault.StatusCode == HttpStatusCode.NotImplemented
        || (fault.StatusCode == HttpStatusCode.BadRequest && Unknown.Contains(fault.ErrorCode));

    /// <summary>True for what a request or its answer throws. A local file throws the same: use it outside of a request.</summary>
    public static bool Is(Exception fault, CancellationToken cancellationToken) => fault is AmazonServiceException
        or HttpRequestException or TimeoutException
        || IsOfAnswer(fault)
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>
    /// An answer that breaks off, is not what its checksum says, or has headers that the client cannot read. The client does not retry
    /// these itself.
    /// </summary>
    public static bool IsOfAnswer(Exception fault) => fault is IOException or AmazonClientException or ArgumentException or FormatException;

    public static ArchiveAwayException Of(Exception fault, ArchiveOptions options)
    {
        var (what, section, name) = options.Words;
        var (server, setting) = string.IsNullOrWhiteSpace(options.Endpoint)
            ? ("Amazon", $"{section}__Region={options.Region}")
            : (options.Endpoint, $"{section}__Endpoint");
        var bucket = $"{what} {options.Bucket} at {server}";
        return fault switch
        {
            AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new(
                $"{bucket} does not exist: create it, or correct {name}.", fault, isSetting: true),
            AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } refused => new(
                $"{bucket} refuses the credentials ({refused.ErrorCode}): check {section}__AccessKey and {section}__SecretKey, and that "
                + "the key may list the bucket and get, put and delete objects in it.",
                fault, isSetting: true),
            AmazonS3Exception { StatusCode: HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect } => new(
                $"{bucket} is in another region than {section}__Region={options.Region}.", fault, isSetting: true),
            AmazonS3Exception answered => new(
                $"{bucket} answers {(int)answered.StatusCode} {answered.ErrorCode}: {answered.Message}", fault, isSetting: false),
            OperationCanceledException or TimeoutException => new(
                $"{bucket} does not answer within {options.TimeoutSeconds} s"
                + (section == ArchiveOptions.Section ? " (Archive__TimeoutSeconds)." : "."),
                fault, isSetting: false),
            AmazonClientException client when client.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => new(
                $"{bucket} needs credentials: set {section}__AccessKey and {section}__SecretKey. {client.Message}",
                fault, isSetting: true),
            ArgumentException or FormatException => new(
                $"{bucket} returned a response that is not valid S3 ({setting}): {fault.Message}", fault, isSetting: false),
            _ => new($"{bucket} cannot be reached ({setting}): {Innermost(fault).Message}", fault, isSetting: false),
        };
    }

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
