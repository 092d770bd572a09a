using Bunit.Rendering;

namespace CreamPie.Tests.Support;

/// <summary>
/// What somebody does to a page that draws itself anew meanwhile: an element that was drawn again between finding and
/// using it is found once more, as a person would.
/// </summary>
internal static class ComponentClicks
{
    private const int Tries = 50;

    public static void Does(Action act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                act();
                return;
            }
            catch (UnknownEventHandlerIdException) when (attempt < Tries)
            {
                // Nothing was told to the page.
            }
        }
    }

    public static async Task DoesAsync(Func<Task> act)
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
                // Nothing was told to the page.
            }
        }
    }
}
