using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// Hands runnable documents to workers: through the job server, or through a channel in this process if there is none.
/// </summary>
public interface IDispatcher
{
    /// <summary>
    /// Queues a document to be run soon, at least once. Losing it is harmless: the sweeper dispatches again.
    /// </summary>
    void Dispatch(Document document);

    /// <summary>
    /// How many more documents its workers can use soon: what is dispatched before has lost its turn to choose.
    /// </summary>
    int Room { get; }
}
