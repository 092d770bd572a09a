using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;
using CreamPie.Tests.Ingestion;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Archiving.Buckets;

/// <summary>All of ingestion with its archive in either store, and what a test does to the files behind its back.</summary>
internal static class BucketRig
{
    public static async Task<IngestionRig> StartAsync(
        DatabaseProvider provider, bool inBucket, Action<IServiceCollection>? configure = null)
    {
        var settings = inBucket ? S3Server.Settings(await S3Server.SharedAsync()) : [];
        return await IngestionRig.StartAsync(provider, configure, settings: _ => settings);
    }

    public static IArchiveStore Store(this IngestionRig rig) => rig.Get<IArchiveStore>();

    public static async Task<bool> HasFileAsync(
        this IngestionRig rig, string sha256, ArchivedForms form = ArchivedForms.Plain) =>
        await rig.Store().ReadAsync(FileName.Of(sha256, form), CancellationToken.None) is not null;

    public static Task DeleteFileAsync(this IngestionRig rig, string sha256) =>
        rig.Store().DeleteAsync(FileName.Of(sha256), CancellationToken.None);

    /// <summary>One bit in the middle, so that the damaged file still looks like a page; done twice it is whole again.</summary>
    public static async Task FlipAsync(this IngestionRig rig, string sha256)
    {
        var bytes = (await rig.Store().ReadAsync(FileName.Of(sha256), CancellationToken.None))!;
        bytes[bytes.Length / 2] ^= 1;
        await rig.Store().WriteAsync(FileName.Of(sha256), bytes, CancellationToken.None);
    }
}
