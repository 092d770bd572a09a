using System.Diagnostics;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Attacks;

/// <summary>2,000 circuits by one analyst, then by ten whom only the limit of all holds: how many are refused, what they cost.</summary>
internal static class CircuitAttack
{
    private const int Tried = 2_000;
    private const int People = 10;

    public static async Task RunAsync(TextWriter report)
    {
        await using (var program = await AttackedProgram.StartAsync())
            await AttackAsync(program, 1, report);
        await using (var program = await AttackedProgram.StartAsync(("Circuits__PerPerson", "1000")))
            await AttackAsync(program, People, report);
    }

    private static async Task AttackAsync(AttackedProgram program, int count, TextWriter report)
    {
        var people = new List<HttpClient>();
        for (var i = 0; i < count; i++)
            people.Add(await program.AnalystAsync($"analyst{i}"));
        var before = program.Resident();
        var watch = Stopwatch.StartNew();
        var circuits = new List<RawCircuit>();
        for (var i = 0; i < Tried; i++)
        {
            var token = people[i % people.Count].DefaultRequestHeaders.Authorization!.Parameter!;
            circuits.Add(await RawCircuit.OpenAsync(program.Address, token));
        }
        var accepted = circuits.Count(c => c.Status == 101);
        await report.WriteLineAsync(
            $"circuits, {people.Count} people: {Tried} tried in {watch.Elapsed.TotalSeconds:0.0} s, {accepted} accepted, "
            + $"{circuits.Count(c => c.Status == 429)} refused with 429, {circuits.Count(c => c.Status == 503)} with 503; "
            + $"RSS {before} to {program.Resident()} MB (peak {program.Peak()})");
        circuits.ForEach(c => c.Dispose());
    }
}
