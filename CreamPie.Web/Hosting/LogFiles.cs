using System.ComponentModel.DataAnnotations;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Web.Accounts;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;
using Serilog.Sinks.File;

namespace CreamPie.Web.Hosting;

/// <summary>Size and retention of the log files.</summary>
internal sealed class LogFileOptions
{
    public const string Section = "LogFiles";

    [Range(0, 3_650, ErrorMessage = "LogFiles__Days must be 0 (no files) to 3650.")]
    public int Days { get; set; } = 14;

    /// <summary>Total of all files of one process.</summary>
    [Range(1, 1_000_000, ErrorMessage = "LogFiles__MaxMegabytes must be 1 to 1000000.")]
    public int MaxMegabytes { get; set; } = 200;
}

/// <summary>Logs to <c>&lt;data&gt;/logs/creampie-YYYYMMDD.json</c> too: one JSON object per line, rolled by day and size.</summary>
internal static class LogFiles
{
    private const int MostFiles = 20;

    public static void AddLogFiles(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<LogFileOptions>()
            .BindConfiguration(LogFileOptions.Section)
            .ValidateDataAnnotations();
        builder.Services.AddSingleton<ILoggerProvider>(Provider);
        // Request addresses contain codes and tokens.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // The first admin's link is a secret for an hour: console only.
        builder.Logging.AddFilter<SerilogLoggerProvider>(typeof(FirstAdminStartup).FullName, LogLevel.None);
    }

    private static ILoggerProvider Provider(IServiceProvider services)
    {
        var files = services.GetRequiredService<IOptions<LogFileOptions>>().Value;
        var logger = new LoggerConfiguration().MinimumLevel.Verbose();
        if (files.Days > 0)
        {
            var folder = services.GetRequiredService<IOptions<StorageOptions>>().Value.Logs;
            PrivateFiles.MakeFolder(folder);
            logger.WriteTo.File(
                new CompactJsonFormatter(),
                Path.Combine(folder, Name(services)),
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: files.MaxMegabytes * 1_000_000L / MostFiles,
                retainedFileCountLimit: MostFiles,
                retainedFileTimeLimit: TimeSpan.FromDays(files.Days),
                hooks: new PrivateLog());
        }
        return new SerilogLoggerProvider(logger.CreateLogger(), dispose: true);
    }

    private sealed class PrivateLog : FileLifecycleHooks
    {
        public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
        {
            PrivateFiles.TakeFile(path);
            return underlyingStream;
        }
    }

    /// <summary>Nodes that share the folder write a file each.</summary>
    private static string Name(IServiceProvider services) =>
        services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider == DatabaseProvider.Sqlite
            ? "creampie-.json"
            : $"creampie-{Environment.MachineName}-.json";
}
