using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Bulk;

/// <summary>Bars of many stocks, one series after the other: what is in memory does not depend on how many are asked for.</summary>
public sealed class BulkQuery(IDbContextFactory<CreamPieDbContext> contexts, SeriesQuery series)
{
    /// <summary>Most symbols of one request; callers check it.</summary>
    public const int MaxSymbols = 500;

    /// <summary>Groups that are read while one is written: the database and this program both work then.</summary>
    private const int Ahead = 2;

    /// <summary>Looks the stocks up, before any bar is read.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbols">Each once.</param>
    /// <param name="request">Of each series; interval, dates and adjustment.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<BulkStart> StartAsync(
        Caller caller, IReadOnlyList<Symbol> symbols, SeriesRequest request, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        string[] names = [.. symbols.Select(s => s.Value)];
        var found = await db.Stocks.AsNoTracking().Where(s => names.Contains(s.Symbol)).ToDictionaryAsync(s => s.Symbol, cancellationToken);
        var stocks = symbols.Where(s => found.ContainsKey(s.Value)).Select(s => found[s.Value]).ToList();
        var tags = string.Join('.', stocks.Select(s => series.TagOf(s, request)));
        return new(
            Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(tags)).AsSpan(0, 16)),
            stocks.ConvertAll(s => new BulkStock(s.Symbol, s.Currency, s.TimeZone, s.ServedSource == SourceName.Unproved)),
            [.. symbols.Where(s => !found.ContainsKey(s.Value))]);
    }

    /// <summary>
    /// The series in the order of their symbols, each of one state of the database; the next ones are read while these are written. A load
    /// may come in between: the version of a series is that of what was read.
    /// </summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbols">A stock that is gone meanwhile is left out.</param>
    /// <param name="request">Of each series.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async IAsyncEnumerable<BarSeries> SeriesAsync(
        Caller caller, IReadOnlyList<Symbol> symbols, SeriesRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var groups = (await BulkGroups.OfAsync(contexts, symbols, request, cancellationToken)).GetEnumerator();
        var reads = new Queue<Task<IReadOnlyList<BarSeries>>>();
        try
        {
            Begin();
            while (reads.TryDequeue(out var next))
            {
                Begin();
                foreach (var one in await next)
                    yield return one;
            }
        }
        finally
        {
            await reading.CancelAsync();
            foreach (var read in reads)
                await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Begin()
        {
            while (reads.Count < Ahead && groups.MoveNext())
            {
                var group = groups.Current;
                // SQLite reads on the thread that asks.
                reads.Enqueue(Task.Run(() => series.BarsAsync(group, request, reading.Token), reading.Token));
            }
        }
    }
}

/// <summary>What is known before the bars are read.</summary>
/// <param name="Tag">Of all series together, as they were then: an older one than theirs if a load comes in between, never a newer.</param>
/// <param name="Stocks">In the order of the symbols.</param>
/// <param name="Unknown">Requested symbols that are no stock.</param>
public sealed record BulkStart(string Tag, IReadOnlyList<BulkStock> Stocks, IReadOnlyList<Symbol> Unknown);

/// <summary>A stock of a bulk request.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Currency">As the source writes it; null if no document states it.</param>
/// <param name="Timezone">IANA name; null if no document states it.</param>
/// <param name="IsUnproved">The basis of its prices is neither told nor proved.</param>
public sealed record BulkStock(string Symbol, string? Currency, string? Timezone, bool IsUnproved);
