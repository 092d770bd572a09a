using System.Runtime.InteropServices;
using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.SetUp;
using CreamPie.Web.Hosting.Settings;
using CreamPie.Web.Jobs;
using Hangfire;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

internal static partial class Startup
{
    /// <summary>Number of SIGXFSZ on Linux.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private static PosixSignalRegistration? _fileTooLarge;

    /// <summary>
    /// Between Build() and Run(), in this order: lock the data folder and test that it is writable, check the database's file, and while
    /// no other node does the same: copy it before its schema is changed, update the schema, see that archive and database belong
    /// together, make and protect the key ring (which the host reads as soon as it starts), and check that its data is of our kind;
    /// release the leases of dead processes.
    /// </summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        // Hitting a file size limit must be an error for the writer, like a full disk, and not end the process.
        if (OperatingSystem.IsLinux())
            _fileTooLarge ??= PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true);
        app.Services.GetRequiredService<DataFolder>().Take();
        ListenAddresses.RequireFree(app.Configuration);
        Log.Starting(
            app.Logger, ProgramVersion.Text, app.Environment.EnvironmentName,
            app.Services.GetRequiredService<IOptions<NodeOptions>>().Value.Role,
            app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider);
        await app.Services.GetRequiredService<Archive>().SelfTestAsync(app.Lifetime.ApplicationStopping);
        // After the self-test, which also passes the archive's crash points.
        app.ArmCrashPoint();
        await app.Services.GetRequiredService<SqliteCheck>().RunAtStartAsync(app.Lifetime.ApplicationStopping);
        await using (await app.Services.GetRequiredService<SetUpLock>().TakeAsync(app.Lifetime.ApplicationStopping))
        {
            await app.Services.GetRequiredService<MigrationBackup>().RunAsync(app.Lifetime.ApplicationStopping);
            await app.Services.GetRequiredService<DatabaseStartup>().MigrateAsync(app.Lifetime.ApplicationStopping);
            await app.Services.GetRequiredService<InstallationCheck>().RunAsync(app.Lifetime.ApplicationStopping);
            await app.Services.GetRequiredService<KeyRing>().ProtectAsync(app.Lifetime.ApplicationStopping);
            await app.Services.GetRequiredService<SimulatedData>().CheckAsync(app.Lifetime.ApplicationStopping);
            await app.RequireJobStorageAsync(app.Lifetime.ApplicationStopping);
            // Made by whoever asks for it first.
            app.Services.GetService<JobStorage>();
        }
        await app.Services.GetRequiredService<DurabilityCheck>().RunAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<DocumentLeases>().ReleaseAllAsync(app.Lifetime.ApplicationStopping);
        if (!app.Services.GetRequiredService<IOptions<RetrievalOptions>>().Value.RespectRobots)
            Log.RobotsIgnored(app.Logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "CreamPie {Version} starts: {Environment}, {Role}, {Provider}.")]
        public static partial void Starting(
            ILogger logger, string version, string environment, NodeRole role, DatabaseProvider provider);

        [LoggerMessage(
            2, LogLevel.Warning,
            "Retrieval__RespectRobots is false: requests ignore robots.txt. Make sure that the sources permit this.")]
        public static partial void RobotsIgnored(ILogger logger);
    }
}
