using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Querying.HeavyReading;

/// <summary>How many heavy reads run at the same time.</summary>
public sealed class HeavyReadTests
{
    private static readonly Document Small = Of(bytes: 1 << 20);
    private static readonly Document Large = Of(bytes: 5 << 20);

    [Fact]
    public async Task Forty_reads_of_one_person_never_run_more_than_two_at_a_time()
    {
        using var reads = Reads(perPerson: 2, wait: 60);
        var (running, most) = (0, 0);
        var bothRun = new TaskCompletionSource();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var read = await reads.ReadAsync(Person("ann"), Small, CancellationToken.None);
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            if (running == 2)
                bothRun.TrySetResult();
            await bothRun.Task;
            Interlocked.Decrement(ref running);
        }));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task One_beyond_the_own_limit_is_refused_and_another_person_is_not()
    {
        using var reads = Reads(perPerson: 1, wait: 0);
        using var own = await reads.ReadAsync(Person("ann"), Small, CancellationToken.None);

        var refusal = await RefusedAsync(reads, "ann", Small);

        Assert.False(refusal.IsServerBusy);
        Assert.Equal("You have 1 large read running, the limit for one person. Try again in 5 seconds.", refusal.Message);
        using var others = await reads.ReadAsync(Person("bob"), Small, CancellationToken.None);
    }

    [Fact]
    public async Task Read_beyond_the_servers_limit_is_refused()
    {
        using var reads = Reads(total: 2, wait: 0);
        using var first = await reads.ReadAsync(Person("ann"), Small, CancellationToken.None);
        using (await reads.ReadAsync(Person("bob"), Small, CancellationToken.None))
        {
            var refusal = await RefusedAsync(reads, "eve", Small);
            Assert.True(refusal.IsServerBusy);
            Assert.Equal("This server has 2 large reads running, its limit. Try again in 5 seconds.", refusal.Message);
        }
        using var next = await reads.ReadAsync(Person("eve"), Small, CancellationToken.None);
    }

    [Fact]
    public async Task Large_documents_are_read_one_at_a_time_and_small_ones_beside()
    {
        using var reads = Reads(wait: 0);
        using var large = await reads.ReadAsync(Person("ann"), Large, CancellationToken.None);

        var refusal = await RefusedAsync(reads, "bob", Large);

        Assert.Equal("This server has 1 read of a large document running, its limit. Try again in 5 seconds.", refusal.Message);
        using var small = await reads.ReadAsync(Person("bob"), Small, CancellationToken.None);
    }

    [Fact]
    public async Task Compressed_document_counts_as_what_it_may_become()
    {
        using var reads = Reads(wait: 0);
        var compressed = Of(bytes: 1 << 20, encoding: "gzip");
        using var large = await reads.ReadAsync(Person("ann"), compressed, CancellationToken.None);
        await RefusedAsync(reads, "bob", compressed);
    }

    [Fact]
    public async Task Refused_and_cancelled_reads_hold_no_place()
    {
        using var reads = Reads(perPerson: 1, total: 1, wait: 60);
        using (await reads.ReadAsync(Person("ann"), Large, CancellationToken.None))
        {
            using var cancelled = new CancellationTokenSource();
            var waiting = reads.ReadAsync(Person("bob"), Large, cancelled.Token);
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }
        using var next = await reads.ReadAsync(Person("bob"), Large, CancellationToken.None);
    }

    private static async Task<LimitReachedException> RefusedAsync(HeavyReads reads, string person, Document document) =>
        await Assert.ThrowsAsync<LimitReachedException>(() => reads.ReadAsync(Person(person), document, CancellationToken.None));

    private static HeavyReads Reads(int perPerson = 2, int total = 4, double wait = 5) =>
        new(Options.Create(new HeavyReadOptions { PerPerson = perPerson, Total = total, WaitSeconds = wait }));

    private static Caller Person(string id) => new(id, id + "@example.org", new HashSet<string> { Roles.Analyst });

    private static Document Of(long bytes, string? encoding = null) =>
        new() { PlanKey = "test", Bytes = bytes, ContentEncoding = encoding };

    private static void InterlockedMax(ref int most, int seen)
    {
        for (var known = most; seen > known; known = most)
            Interlocked.CompareExchange(ref most, seen, known);
    }
}
