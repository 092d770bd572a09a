using System.Diagnostics;
using System.Globalization;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Benchmarks.Starts;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- start 10 [folder ...]</c>: from the start of the process until
/// <c>/healthz/ready</c> answers 200, and the processor time that the process took until then, of published programs (without a folder:
/// of the program as built), with an empty data folder and with the same again, on SQLite; and of a bare Kestrel, in turns.
/// </summary>
internal static class StartTimes
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    public static async Task MeasureAsync(string[] args)
    {
        var times = int.Parse(args[0], CultureInfo.InvariantCulture);
        var programs = args.Length > 1 ? args[1..] : [AppContext.BaseDirectory];
        var taken = new Dictionary<string, List<(double Wall, double Processor)>>();
        for (var turn = 0; turn <= times; turn++)
        {
            var round = new List<(string What, (double Wall, double Processor) Milliseconds)> { ("bare Kestrel", await BareAsync()) };
            foreach (var program in programs)
            {
                var folder = Directory.CreateTempSubdirectory("creampie-start-").FullName;
                round.Add(($"{program}, empty folder", await ReadyAsync(program, folder)));
                round.Add(($"{program}, existing folder", await ReadyAsync(program, folder)));
                Directory.Delete(folder, recursive: true);
            }
            // The first turn brings the files into memory.
            foreach (var (what, milliseconds) in turn == 0 ? [] : round)
                (taken.TryGetValue(what, out var list) ? list : taken[what] = []).Add(milliseconds);
        }
        foreach (var (what, list) in taken)
        {
            var (walls, processors) = (list.Select(t => t.Wall).Order().ToList(), list.Select(t => t.Processor).Order().ToList());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: median {walls[walls.Count / 2]:0} ms (least {walls[0]:0}, most {walls[^1]:0}), "
                + $"processor {processors[processors.Count / 2]:0} ms (least {processors[0]:0})"));
        }
    }

    private static async Task<(double Wall, double Processor)> ReadyAsync(string program, string folder)
    {
        var port = PostgresFixture.FreePort();
        var start = Stopwatch.GetTimestamp();
        await using var app = AppProcess.Start(
            new Dictionary<string, string>
            {
                ["Storage__Path"] = folder,
                ["Bootstrap__AdminEmail"] = "",
                ["Bootstrap__AdminPassword"] = "",
            },
            program,
            port);
        await AnswersAsync(port);
        var taken = (Stopwatch.GetElapsedTime(start).TotalMilliseconds, ProcessorOf(app.Id));
        app.Terminate();
        await app.ExitCodeAsync();
        return taken;
    }

    private static async Task<(double Wall, double Processor)> BareAsync()
    {
        var port = PostgresFixture.FreePort();
        var start = Stopwatch.GetTimestamp();
        var assembly = Path.Combine(AppContext.BaseDirectory, "CreamPie.Tests.dll");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [assembly, "bare", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")]))!;
        await AnswersAsync(port);
        var taken = (Stopwatch.GetElapsedTime(start).TotalMilliseconds, ProcessorOf(process.Id));
        process.Kill();
        await process.WaitForExitAsync();
        return taken;
    }

    private static double ProcessorOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalMilliseconds;
    }

    /// <summary>Returns at the first 200, within a minute.</summary>
    private static async Task AnswersAsync(int port)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var minute = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(Poll);
        while (await timer.WaitForNextTickAsync(minute.Token))
        {
            try
            {
                using var answer = await client.GetAsync(
                    string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/healthz/ready"), minute.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }
}
