using CreamPie.Core.Ingestion;
using CreamPie.Core.Querying;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Admin;

/// <summary>What is said after a click on Retry.</summary>
internal static class RetryWords
{
    public static Told Of(RetryResult result, DocumentItem document) => result switch
    {
        RetryResult.OnItsWay => Told.Done($"{document.Symbol ?? document.FileName} is on its way again."),
        RetryResult.StockPaused => Told.NotDone($"{document.Symbol} is paused: reactivate it first."),
        RetryResult.StockNotTracked => Told.NotDone($"{document.Symbol} is not tracked any more: track it, and it is pulled anew."),
        RetryResult.SourceStopped => Told.NotDone($"{document.Source} is stopped because its layout is not known: resume it first."),
        RetryResult.SourceNotInstalled => Told.NotDone($"{document.Source} is not installed any more: give it its settings back and restart."),
        _ => Told.NotDone("There was nothing to retry any more."),
    };

    public static Told Of(int revived, int asked)
    {
        var said = revived == 1 ? "1 document is on its way again." : $"{revived} documents are on their way again.";
        return revived == asked ? Told.Done(said) : Told.NotDone($"{said} {asked - revived} could not be retried: paused, not tracked any more, of a source that is stopped or not installed, or on the way before.");
    }
}
