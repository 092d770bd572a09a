using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Reliability.Fuzzing;

/// <summary>
/// Reads mutated pages, one per seed, and classifies the results. A seed always gives the same page:
/// <c>mutate 1 12345</c> repeats one that failed.
/// </summary>
internal sealed class MutationRun
{
    private const long MaxParseBytes = 300L * 1024 * 1024;

    /// <summary>Of the two parses that run at a time, with their pages.</summary>
    public const long MaxLiveHeapGrowth = 300L * 1024 * 1024;

    private static readonly TimeSpan MaxParseTime = TimeSpan.FromSeconds(2);

    // Weighted by size: small pages often, the 3.4 MB page rarely.
    private static readonly (int Weight, PageTemplate Page)[] Pages =
    [
        (30, PageTemplate.LoadHistoryAlone("2024-06-30_NVDA_svelte.html")),
        (20, PageTemplate.Load("2024-12-05_IBM_svelte-fragment.html", fromNetwork: false)),
        (12, PageTemplate.Load("2025-06-16_AAPL_svelte-fragment.html", fromNetwork: false)),
        (15, PageTemplate.Load("2017-05-16_MSFT_react-ssr.html", fromNetwork: true)),
        (12, PageTemplate.Load("2022-01-07_GME_react-ssr.html", fromNetwork: true)),
        (6, PageTemplate.Load("2024-06-30_NVDA_svelte.html", fromNetwork: true)),
        (4, PageTemplate.Load("2024-06-30_NVDA_svelte.html", fromNetwork: false)),
        (1, PageTemplate.Load("2025-06-16_TSLA_svelte.html", fromNetwork: true)),
    ];

    private readonly ConcurrentDictionary<(string Kind, string Became), int> _counts = [];
    private readonly ConcurrentBag<string> _failures = [];
    private long _longest;
    private long _mostAllocated;
    private long _peakLiveHeapGrowth;
    private long _baseline;

    /// <summary>Each failure names its seed and kind.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>
    /// Growth of the live heap in bytes, the maximum over the collections during the run;
    /// includes the pages currently mutated.
    /// </summary>
    public long PeakLiveHeapGrowth => _peakLiveHeapGrowth;

    public static MutationRun Run(int count, int firstSeed)
    {
        foreach (var (_, page) in Pages)
            page.Parse(Encoding.UTF8.GetBytes(page.Text));
        var run = new MutationRun { _baseline = LiveHeapBytes() };
        Parallel.For(firstSeed, firstSeed + count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, run.RunSeed);
        return run;
    }

    /// <summary>Counts by kind and result; "undetectable" comes with the reason.</summary>
    public string Report()
    {
        var lines = _counts.GroupBy(c => c.Key.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(kind =>
            $"{kind.Key}: "
            + string.Join(", ", kind.OrderBy(c => c.Key.Became, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key.Became}")));
        var undetectable = _counts.Where(c => c.Key.Became.StartsWith("undetectable", StringComparison.Ordinal)).Sum(c => c.Value);
        return string.Join('\n', lines.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"{_counts.Values.Sum()} pages, {undetectable} undetectable changes, {_failures.Count} failures; "
            + $"longest parse {TimeSpan.FromTicks(_longest).TotalMilliseconds:F0} ms, "
            + $"most allocated by one parse {_mostAllocated / 1024.0 / 1024:F1} MB. "
            + $"Live heap grew by at most {_peakLiveHeapGrowth / 1024 / 1024} MB, the mutated pages included.")));
    }

    private void RunSeed(int seed)
    {
        if (seed % 100 == 0)
            InterlockedMax(ref _peakLiveHeapGrowth, LiveHeapBytes() - _baseline);
        var random = new Random(seed);
        var page = Pick(random.Next(Pages.Sum(p => p.Weight)));
        var (kind, expects, bytes) = Mutated(page, random);
        string became;
        try
        {
            became = Judge(page, kind, expects, bytes);
        }
        catch (Exception e)
        {
            became = $"FAILED: it threw {e}";
        }
        if (became.StartsWith("FAILED", StringComparison.Ordinal))
            _failures.Add($"seed {seed}, {kind}, {page.Name}: {became}");
        _counts.AddOrUpdate((kind, became.Split(':')[0]), 1, (_, n) => n + 1);
    }

    private static long LiveHeapBytes()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private static PageTemplate Pick(int at)
    {
        foreach (var (weight, page) in Pages)
        {
            if ((at -= weight) < 0)
                return page;
        }
        throw new UnreachableException();
    }

    private static (string Kind, Expectation Expects, byte[] Bytes) Mutated(PageTemplate page, Random random)
    {
        while (true)
        {
            var at = random.Next(Mutations.All.Count + 1);
            if (at == Mutations.All.Count)
            {
                var whole = Encoding.UTF8.GetBytes(page.Text);
                return (Mutations.Cut, Expectation.TruthOrRefused, whole[..random.Next(whole.Length)]);
            }
            var mutation = Mutations.All[at];
            if (mutation.Change(page, random) is { } changed)
                return (mutation.Kind, mutation.Expects, Encoding.UTF8.GetBytes(changed));
        }
    }

    /// <summary>A page with both texts loads the payload, so true bars say nothing about its table.</summary>
    private string Judge(PageTemplate page, string kind, Expectation expects, byte[] bytes)
    {
        var result = Measured(page, bytes, out var problem);
        if (problem is not null)
            return problem;
        if (result is not ParseResult.Parsed { Document: var parsed })
            return "refused";
        var processed = PageTemplate.Process(parsed);
        var (wrong, actions) = (page.WrongBars(processed), page.WrongActions(processed));
        if (kind == Mutations.Cut && page.FromNetwork)
            return "FAILED: a page that was cut on its way was loaded";
        if (wrong.Count == 0 && actions.Count == 0)
        {
            return page.HasNewFinding(processed) ? "true, with a finding"
                : expects == Expectation.Detected && page.TableDisagrees(bytes, processed)
                    ? "FAILED: its table disagrees with its payload and no finding says so"
                : page.CountMissing(processed) == 0 ? "true"
                : !page.HasPayload && (kind == Mutations.RowsRemoved || expects == Expectation.Detected)
                    ? $"undetectable ({UndetectableMutation.OnlyATable})"
                : $"FAILED: {page.CountMissing(processed)} bars or actions were dropped without a finding";
        }
        if (expects == Expectation.TruthOrRefused)
            return $"FAILED: {wrong.Count} wrong bars, {actions.Count} wrong actions: {wrong.FirstOrDefault()} {actions.FirstOrDefault()}";
        if (page.HasNewFinding(processed))
            return "detected";
        return UndetectableMutation.For(page, wrong, actions) is { } why
            ? $"undetectable ({why})"
            : $"FAILED: {wrong.Count} wrong bars, {actions.Count} wrong actions and no finding: "
                + $"{wrong.FirstOrDefault()} {actions.FirstOrDefault()}";
    }

    private ParseResult Measured(PageTemplate page, byte[] bytes, out string? problem)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var result = page.Parse(bytes);
        var took = clock.Elapsed;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (took > MaxParseTime)
        {
            // Measured again, because the machine may have been busy with something else.
            clock.Restart();
            page.Parse(bytes);
            took = clock.Elapsed;
        }
        InterlockedMax(ref _longest, took.Ticks);
        InterlockedMax(ref _mostAllocated, allocated);
        problem = took > MaxParseTime ? $"FAILED: it took {took}"
            : allocated > MaxParseBytes ? $"FAILED: it allocated {allocated} bytes"
            : null;
        return result;
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
