using CreamPie.Core.Archiving;

namespace CreamPie.Core.Ingestion;

/// <summary>Where runnable documents are handed over: the job server, or a channel when there is none.</summary>
public interface IDispatcher
{
    void Dispatch(Document document);
}
