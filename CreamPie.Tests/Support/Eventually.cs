namespace CreamPie.Tests.Support;

internal static class Eventually
{
    /// <summary>Looks again and again until it is there, for a minute at most.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        using var minute = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await look() is { } seen)
                return seen;
            await timer.WaitForNextTickAsync(minute.Token);
        }
    }
}
