using Bunit.Rendering;

namespace CreamPie.Tests.Support;

/// <summary>
/// Actions on a page that re-renders meanwhile: an element that was rendered again between finding and using it is looked
/// up once more.
/// </summary>
internal static class ComponentClicks
{
    /// <summary>With a pause of a millisecond between most of them: a renderer that is starved needs the processor.</summary>
    private const int Tries = 10_000;

    public static void Perform(Action act)
    {
        var pause = new SpinWait();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                act();
                return;
            }
            catch (UnknownEventHandlerIdException) when (attempt < Tries)
            {
                // The stale event did not reach the page.
                pause.SpinOnce();
            }
        }
    }

    public static async Task PerformAsync(Func<Task> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await act();
                return;
            }
            catch (UnknownEventHandlerIdException) when (attempt < Tries)
            {
                // The stale event did not reach the page.
                await Task.Yield();
            }
        }
    }
}
