using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval;

/// <summary>Classifies a response with status 200 by its source's rules: a refusal never becomes a document.</summary>
internal static class ResponseClassification
{
    public static FetchResult Apply(FetchResult result, Func<SourceResponse, Refusal?> classify)
    {
        if (result is not FetchResult.Fetched fetched
            || classify(new SourceResponse(fetched.Url, fetched.ContentType, fetched.Decoded)) is not { } refusal)
            return result;
        return RefusalPause.IsDue(refusal.Reason)
            ? new FetchResult.HostPaused(refusal.Reason, refusal.Error, fetched.Status, refusal.Pause ?? RefusalPause.Default)
            : new FetchResult.Failed(refusal.Reason, refusal.Error, fetched.Status, refusal.Pause);
    }
}
