using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>Queue of runnable documents: the job server, or a channel without one.</summary>
public interface IDispatcher
{
    /// <summary>
    /// Queues a document to be run soon, at least once. Losing it is harmless: the sweeper dispatches again.
    /// </summary>
    void Dispatch(Document document);
}
