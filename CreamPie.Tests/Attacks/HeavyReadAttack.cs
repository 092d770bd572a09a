using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using CreamPie.Tests.Api;

namespace CreamPie.Tests.Attacks;

/// <summary>40 parsed views of a document of 30 MB at once, by one analyst and by eight: how much memory they take.</summary>
internal static class HeavyReadAttack
{
    private const int Tried = 40;
    private const int People = 8;
    private const int Bytes = 30 << 20;

    public static async Task RunAsync(TextWriter report)
    {
        await using var program = await AttackedProgram.StartAsync();
        using var imported = await program.Admin.PostAsync("/api/stock-data/import", Json.Form(Document(), "BIG.csv"));
        var path = $"/api/stock-data/documents/{(await imported.JsonAsync()).GetProperty("id").GetInt32()}/parsed";
        using var one = await program.AnalystAsync("one");
        using (var single = await one.GetAsync(path))
            await report.WriteLineAsync($"heavy reads: a single one is {(int)single.StatusCode}, peak RSS {program.Peak()} MB");
        await AttackAsync(program, [one], path, report);
        var people = new List<HttpClient>();
        for (var i = 0; i < People; i++)
            people.Add(await program.AnalystAsync($"one-of-{i}"));
        await AttackAsync(program, people, path, report);
    }

    private static async Task AttackAsync(AttackedProgram program, List<HttpClient> people, string path, TextWriter report)
    {
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, Tried).Select(async i =>
        {
            using var answer = await people[i % people.Count].GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            await answer.Content.CopyToAsync(Stream.Null);
            return answer.StatusCode;
        }));
        await report.WriteLineAsync(
            $"heavy reads, {people.Count} people: {Tried} at once in {watch.Elapsed.TotalSeconds:0.0} s, "
            + $"{answers.Count(a => a == HttpStatusCode.OK)} answered, "
            + $"{answers.Count(a => a == HttpStatusCode.TooManyRequests)} refused with 429, "
            + $"{answers.Count(a => a == HttpStatusCode.ServiceUnavailable)} with 503; peak RSS {program.Peak()} MB");
    }

    /// <summary>As many rows as fit, of sessions that repeat.</summary>
    private static byte[] Document()
    {
        var csv = new StringBuilder("Date,Open,High,Low,Close,Adj Close,Volume\n", Bytes + 200);
        var day = new DateOnly(1970, 1, 1);
        for (var i = 0; csv.Length < Bytes; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{day.AddDays(i % 20_000):yyyy-MM-dd},10.25,11.5,9.75,10.5,10.5,1234567\n");
        return Encoding.ASCII.GetBytes(csv.ToString());
    }
}
