using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

// The namespace around all tests: theirs is searched before the imported one of bUnit, whose methods have the same names.
namespace CreamPie.Tests;

/// <summary>
/// Finds and uses the elements of a page on the renderer's thread. bUnit parses the markup on whichever thread asks. If the page renders
/// at that moment, bUnit keeps the elements of before until the next render, and a click on one of them is lost or refused.
/// </summary>
internal static class RenderedPage
{
    public static IElement Find<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent => page.FindAll(selector) is [var first, ..] ? first : throw new ElementNotFoundException(selector);

    public static IReadOnlyList<IElement> FindAll<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent =>
        page.InvokeAsync(() => RenderedComponentExtensions.FindAll(page, selector)).GetAwaiter().GetResult();

    public static IElement WaitForElement<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent
    {
        IElement? found = null;
        page.WaitForAssertion(() => found = page.Find(selector));
        return found!;
    }

    /// <summary>Finds an element and raises its event, without a render between the two.</summary>
    public static void Perform<T>(this IRenderedComponent<T> page, Action act)
        where T : IComponent => page.InvokeAsync(act).GetAwaiter().GetResult();

    /// <summary>The same, and waits for the handler of the event.</summary>
    public static Task PerformAsync<T>(this IRenderedComponent<T> page, Func<Task> act)
        where T : IComponent => page.InvokeAsync(act);
}
