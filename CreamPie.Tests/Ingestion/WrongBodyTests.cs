using System.Text;
using CreamPie.Core.Archiving;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Retrieval.Http;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Ingestion;

/// <summary>Complete bodies that are no page, or a page in another encoding: archived, then refused or read by content.</summary>
public sealed class WrongBodyTests : LoopbackRetrieval
{
    private static readonly string Text = HandWrittenPages.Page(HandWrittenPages.Table(), "AAA")
        .Replace("Test Inc.", "Tést Inc.", StringComparison.Ordinal);

    public static TheoryData<string, DocumentState, Reason?> Bodies => new()
    {
        { "json", DocumentState.Quarantined, Reason.ContentType },
        { "pdf", DocumentState.Quarantined, Reason.ContentType },
        { "image", DocumentState.Quarantined, Reason.ContentType },
        { "words", DocumentState.Quarantined, Reason.ContentType },
        { "noise", DocumentState.Quarantined, Reason.ContentType },
        { "empty", DocumentState.Quarantined, Reason.ContentType },
        { "bom", DocumentState.Loaded, null },
        { "latin1 said", DocumentState.Loaded, null },
        { "latin1 unsaid", DocumentState.Loaded, null },
    };

    [Theory, MemberData(nameof(Bodies))]
    public async Task Body_is_archived_and_classified_by_its_content(string kind, DocumentState state, Reason? reason)
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        var body = Body(kind);
        var type = kind == "latin1 said" ? "Content-Type: text/html; charset=ISO-8859-1" : "Content-Type: text/html";
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Answer(200, body, type));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal((state, reason, body.LongLength), (document.State, document.Reason, document.Bytes!.Value));
        Assert.Equal(body, await rig.Get<Archive>().ReadAsync(document.Sha256!, CancellationToken.None));
        Assert.Equal(state == DocumentState.Loaded ? 2 : 0, (await rig.BarsAsync("AAA")).Count);
        await using var db = rig.Database.Open();
        // Undecodable bytes must leave a finding.
        Assert.Equal(kind == "latin1 unsaid", await db.Findings.AnyAsync(f => f.Seen.Contains("UTF-8")));
        if (state == DocumentState.Loaded)
            Assert.Equal(kind == "latin1 unsaid" ? "T\uFFFDst Inc." : "Tést Inc.", (await rig.StockAsync("AAA"))!.Name);
    }

    [RealDataTheory, InlineData(true), InlineData(false)]
    public async Task Page_cut_anywhere_without_a_length_is_never_accepted(bool zipped)
    {
        var page = RealData.Bytes("yahoo-pages", "2022-01-07_GME_react-ssr.html");
        var whole = zipped ? Compress(page) : page;
        string[] headers = zipped ? ["Content-Encoding: gzip"] : [];
        var source = new YahooPageSource(Options.Create(new YahooPageOptions()), new OwnAddress());
        for (var percent = 1; percent <= 100; percent++)
        {
            Server.On("/", RawHttpServer.Raw(200, whole[..(int)(whole.Length * (percent / 100d))], headers));
            var result = ResponseClassification.Apply(await FetchAsync("/"), ((ISource)source).Classify);
            if (percent < 100)
                Assert.Contains(Assert.IsType<FetchResult.Failed>(result).Reason, (Reason[])[Reason.Truncated, Reason.ServerError]);
            else
                Assert.IsType<FetchResult.Fetched>(result);
        }
    }

    private static byte[] Body(string kind) => kind switch
    {
        "json" => "{\"finance\":{\"result\":null}}"u8.ToArray(),
        "pdf" => "%PDF-1.7\n1 0 obj"u8.ToArray(),
        "image" => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13],
        "words" => "No history today."u8.ToArray(),
        "noise" => [.. Enumerable.Range(0, 5_000).Select(i => (byte)(0x80 | (i * 7919 & 0x7F)))],
        "empty" => [],
        "bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
        _ => Encoding.Latin1.GetBytes(Text),
    };
}
