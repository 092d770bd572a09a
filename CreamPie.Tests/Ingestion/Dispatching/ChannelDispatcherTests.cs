using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Ingestion.Dispatching;

public sealed class ChannelDispatcherTests
{
    [Fact]
    public async Task Busy_worker_is_given_its_next_document_once_it_is_free()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        rig.Get<IOptions<IngestionOptions>>().Value.Workers = 1;
        var (requested, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Source.On("/quote/AAA/history/", async (stream, cancellationToken) =>
        {
            requested.SetResult();
            await answer.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(RawHttpServer.Answer(404, []), cancellationToken);
        });
        await rig.TrackAsync("AAA");
        await rig.Get<Sweeper>().SweepAsync(CancellationToken.None);
        var due = rig.Get<DueSignal>();
        using var dispatcher = new ChannelDispatcher(rig.Get<Pipeline>(), due, rig.Get<IOptions<IngestionOptions>>());
        await dispatcher.StartAsync(CancellationToken.None);
        var pull = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(1, dispatcher.Room);

        dispatcher.Dispatch(pull);
        await requested.Task;
        Assert.Equal(0, dispatcher.Room);

        answer.SetResult();
        await Eventually.SeeAsync(async () => await due.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None)
            && dispatcher.Room == 1 ? "free" : null);
        Assert.NotEqual(DocumentState.Fetching, (await rig.DocumentAsync(pull.Id)).State);
        await dispatcher.StopAsync(CancellationToken.None);
    }
}
