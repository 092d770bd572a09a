using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>Where runnable documents are handed over: the job server, or a channel when there is none.</summary>
public interface IDispatcher
{
    void Dispatch(Document document);
}
