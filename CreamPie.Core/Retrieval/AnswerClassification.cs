using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval;

/// <summary>What an answer with status 200 is worth, once its source has looked at it: a refusal never becomes a document.</summary>
internal static class AnswerClassification
{
    /// <summary>A host that shows everybody a consent page, or says "too many requests" in a page, is left alone this long.</summary>
    private static readonly TimeSpan UsualPause = TimeSpan.FromHours(1);

    public static FetchResult Apply(FetchResult result, Func<SourceAnswer, Refusal?> classify)
    {
        if (result is not FetchResult.Fetched fetched
            || classify(new SourceAnswer(fetched.Url, fetched.ContentType, fetched.Decoded)) is not { } refusal)
            return result;
        return refusal.Reason is Reason.Consent or Reason.Challenge or Reason.RateLimited or Reason.Forbidden
            ? new FetchResult.HostPaused(refusal.Reason, refusal.Error, fetched.Status, refusal.Pause ?? UsualPause)
            : new FetchResult.Failed(refusal.Reason, refusal.Error, fetched.Status, refusal.Pause);
    }
}
