using System.Runtime.InteropServices;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

internal static partial class Startup
{
    /// <summary>SIGXFSZ, in Linux's numbering.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private static PosixSignalRegistration? _fileTooLarge;

    /// <summary>
    /// Between Build() and Run(), in this order: every option is read and valid, the data folder is ours and can be written,
    /// the schema is up to date (the key ring is read from it as soon as the host starts), what is in it is of our kind,
    /// nobody who died holds anything.
    /// </summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        // A file that may not grow is an error for whoever writes it, as a full disk is, and not the end of the process.
        if (OperatingSystem.IsLinux())
            _fileTooLarge ??= PosixSignalRegistration.Create(FileTooLarge, signal => signal.Cancel = true);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Services.GetRequiredService<DataFolder>().Take();
        await app.Services.GetRequiredService<Archive>().SelfTestAsync(app.Lifetime.ApplicationStopping);
        // After the self-test, which passes the points of the archive too.
        app.ArmCrashPoint();
        await app.Services.GetRequiredService<DatabaseStartup>().MigrateAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<DurabilityCheck>().RunAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<SimulatedData>().CheckAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<DocumentLeases>().ReleaseAllAsync(app.Lifetime.ApplicationStopping);
        if (app.Environment.IsProduction())
            Log.KeysInTheClear(app.Logger);
        if (!app.Services.GetRequiredService<IOptions<RetrievalOptions>>().Value.RespectRobots)
            Log.RobotsIgnored(app.Logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The keys that protect cookies and tokens lie unencrypted in the database: whoever can read it can sign in as anybody.")]
        public static partial void KeysInTheClear(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "Retrieval__RespectRobots is false: sources are asked also for what their robots.txt disallows. Be sure that it is settled with them.")]
        public static partial void RobotsIgnored(ILogger logger);
    }
}
