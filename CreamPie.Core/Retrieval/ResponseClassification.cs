using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval;

/// <summary>Classifies a response with status 200 by its source's rules: a refusal never becomes a document.</summary>
internal static class ResponseClassification
{
    /// <summary>
    /// Pause of a host that responds with a consent page, a challenge or a limit notice, unless its source sets another.
    /// </summary>
    private static readonly TimeSpan UsualPause = TimeSpan.FromHours(1);

    public static FetchResult Apply(FetchResult result, Func<SourceResponse, Refusal?> classify)
    {
        if (result is not FetchResult.Fetched fetched
            || classify(new SourceResponse(fetched.Url, fetched.ContentType, fetched.Decoded)) is not { } refusal)
            return result;
        return refusal.Reason is Reason.Consent or Reason.Challenge or Reason.RateLimited or Reason.Forbidden
            ? new FetchResult.HostPaused(refusal.Reason, refusal.Error, fetched.Status, refusal.Pause ?? UsualPause)
            : new FetchResult.Failed(refusal.Reason, refusal.Error, fetched.Status, refusal.Pause);
    }
}
