using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval;

/// <summary>
/// Classifies a response by its source's rules: a refusal with status 200 never becomes a document, and an outage with status
/// 404 is no unknown symbol.
/// </summary>
internal static class ResponseClassification
{
    public static FetchResult Apply(FetchResult result, Func<SourceResponse, Refusal?> classify)
    {
        var response = result switch
        {
            FetchResult.Fetched fetched => new SourceResponse(fetched.Url, fetched.ContentType, fetched.Decoded),
            FetchResult.Refused refused => refused.Response,
            _ => null,
        };
        if (response is null || classify(response) is not { } refusal)
            return result;
        return RefusalPause.IsDue(refusal.Reason)
            ? new FetchResult.HostPaused(refusal.Reason, refusal.Error, response.Status, refusal.Pause ?? RefusalPause.Default)
            : new FetchResult.Failed(refusal.Reason, refusal.Error, response.Status, refusal.Pause);
    }
}
