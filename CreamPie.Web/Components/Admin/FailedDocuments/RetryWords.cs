using CreamPie.Core.Ingestion;
using CreamPie.Core.Querying;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Admin;

/// <summary>What is said after a click on Retry.</summary>
internal static class RetryWords
{
    public static Told Of(RetryResult result, DocumentItem document) => result switch
    {
        RetryResult.OnItsWay => Told.Done($"Retrying {document.Symbol ?? document.FileName}."),
        RetryResult.StockPaused => Told.NotDone($"{document.Symbol} is paused. Reactivate it first."),
        RetryResult.StockNotTracked => Told.NotDone($"{document.Symbol} is no longer tracked. Track it again to pull its history."),
        RetryResult.SourceStopped => Told.NotDone($"{Words.Of(document.Source)} is stopped because of an unknown layout. Resume it first."),
        RetryResult.SourceNotInstalled => Told.NotDone($"{Words.Of(document.Source)} is no longer configured. Restore its settings and restart."),
        _ => Told.NotDone("There is nothing left to retry."),
    };

    public static Told Of(int revived, int asked)
    {
        var said = revived == 1 ? "Retrying 1 document." : $"Retrying {revived} documents.";
        return revived == asked ? Told.Done(said) : Told.NotDone($"{said} {asked - revived} could not be retried: the stock is paused or no longer tracked, the source is stopped or not configured, or a retry is already running.");
    }
}
