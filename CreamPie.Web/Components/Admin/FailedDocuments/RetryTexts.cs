using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Querying.Documents;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Admin.FailedDocuments;

/// <summary>Feedback after a click on Retry.</summary>
internal static class RetryTexts
{
    public static ActionFeedback Of(RetryResult result, DocumentItem document) => result == RetryResult.Queued
        ? ActionFeedback.Done($"Retrying {document.Symbol ?? document.FileName}.")
        : ActionFeedback.Failed(
            RetryRefusals.Of(result, document.Symbol ?? "The stock", DisplayText.Of(document.Source)) ?? "There is nothing left to retry.");

    public static ActionFeedback Of(int requeued, int requested)
    {
        var said = requeued == 1 ? "Retrying 1 document." : $"Retrying {requeued} documents.";
        return requeued == requested
            ? ActionFeedback.Done(said)
            : ActionFeedback.Failed($"{said} {requested - requeued} could not be retried: the stock is paused or no longer tracked, "
                + "the source is stopped or not configured, or a retry is already running.");
    }
}
