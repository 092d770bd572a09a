using System.Globalization;
using System.Net;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Api;

/// <summary>The program where only the data folder can be written, as in a container with a read-only root.</summary>
public sealed class ReadOnlyRootTests
{
    /// <summary>Nobody can create a file there, not even root.</summary>
    private const string Unwritable = "/proc";

    [Theory, OnSqlite, OnPostgres]
    public async Task File_is_imported_without_a_folder_for_temporary_files(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var settings = CrashSettings.For(database, provider);
        settings["ASPNETCORE_TEMP"] = settings["TMPDIR"] = Unwritable;
        var csv = new StringBuilder("Date,Open,High,Low,Close,Adj Close,Volume\n");
        var day = new DateOnly(2005, 1, 3);
        for (; csv.Length < 200_000; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                csv.Append(day.ToString("o", CultureInfo.InvariantCulture)).Append(",10.25,11.5,10,11,11,1000\n");
        }
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv.ToString())), "file", "AAPL.csv" },
        };
        await using var app = AppProcess.Start(settings);
        using var admin = await app.AdminAsync();

        using var answer = await admin.PostAsync("/api/stock-data/import", form);

        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.StatusCode, answer.IsSuccessStatusCode ? "" : app.Output));
        await Eventually.SeeAsync(async () =>
        {
            await using var db = database.Open();
            return (await db.Documents.SingleAsync()).Outcome is Outcome.Loaded ? "loaded" : null;
        });
    }
}
