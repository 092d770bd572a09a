using CreamPie.Core.Backups;
using CreamPie.Core.Storage;
using CreamPie.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.CommandLine.Backups;

/// <summary>Runs a command over the program's services, which are not started.</summary>
internal static class BackupHost
{
    /// <param name="host">Of the command.</param>
    /// <param name="isAlone">True if no server may run on the data folder meanwhile.</param>
    /// <param name="act">Returns the exit status.</param>
    /// <param name="settings">On top of the server's own.</param>
    public static async Task<int> RunAsync(
        CommandHost host, bool isAlone, Func<IServiceProvider, Task<int>> act, params string[] settings)
    {
        await using var app = host.BuildWith(settings);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (isAlone)
            app.Services.GetRequiredService<DataFolder>().Take();
        try
        {
            return await act(app.Services);
        }
        // What the system says of a file names it, and it need not lie in the data folder.
        catch (Exception fault) when (fault is BackupException or IOException or UnauthorizedAccessException)
        {
            return await host.FailedAsync(fault.Message);
        }
    }

    /// <exception cref="BackupException">The server has not set up this database, or an older one has.</exception>
    public static async Task RequireCurrentSchemaAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        if (!await DatabaseStartup.IsCurrentAsync(db, cancellationToken))
            throw new BackupException(CommandHost.NotSetUp);
    }

    /// <summary>Prints a sentence for each fault, then the line of the result.</summary>
    public static async Task<int> FaultyAsync(this CommandHost host, IEnumerable<string> faults, string line)
    {
        foreach (var fault in faults)
            await host.Terminal.Error.WriteLineAsync(fault);
        return await host.FailedAsync(line);
    }
}
