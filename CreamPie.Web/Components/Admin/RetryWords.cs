using CreamPie.Core.Ingestion;
using CreamPie.Core.Querying;

namespace CreamPie.Web.Components.Admin;

/// <summary>What is said after a click on Retry.</summary>
internal static class RetryWords
{
    public static string Of(RetryResult result, DocumentItem document) => result switch
    {
        RetryResult.OnItsWay => $"{document.Symbol ?? document.FileName} is on its way again.",
        RetryResult.StockPaused => $"{document.Symbol} is paused: reactivate it first.",
        RetryResult.StockNotTracked => $"{document.Symbol} is not tracked any more: track it, and it is pulled anew.",
        RetryResult.SourceStopped => $"{document.Source} is stopped because its layout is not known: resume it first.",
        RetryResult.SourceNotInstalled => $"{document.Source} is not installed any more: give it its settings back and restart.",
        _ => "There was nothing to retry any more.",
    };

    public static string Of(int revived, int asked)
    {
        var said = revived == 1 ? "1 document is on its way again." : $"{revived} documents are on their way again.";
        return revived == asked ? said : $"{said} {asked - revived} could not be retried: paused, not tracked any more, of a source that is stopped or not installed, or on the way before.";
    }
}
