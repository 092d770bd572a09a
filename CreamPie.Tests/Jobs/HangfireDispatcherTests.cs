using CreamPie.Core.Ingestion;
using CreamPie.Core.Storage.Tables;
using CreamPie.Web.Jobs;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Jobs;

public sealed class HangfireDispatcherTests
{
    [Fact]
    public void Job_queue_holds_no_more_than_its_workers_soon_use()
    {
        using var storage = new InMemoryStorage();
        var options = Options.Create(new IngestionOptions { Workers = 2 });
        var dispatcher = new HangfireDispatcher(new BackgroundJobClient(storage), storage, options);
        Assert.Equal(4, dispatcher.Room);

        for (var id = 1; id <= 3; id++)
            dispatcher.Dispatch(new Document { Id = id, PlanKey = $"{id}", Symbol = "AAA" });
        Assert.Equal(1, dispatcher.Room);

        dispatcher.Dispatch(new Document { Id = 4, FileName = "AAA.csv", PlanKey = "4", Sha256 = "ab" });
        dispatcher.Dispatch(new Document { Id = 5, PlanKey = "5", Symbol = "AAA" });
        Assert.Equal(0, dispatcher.Room);
    }
}
