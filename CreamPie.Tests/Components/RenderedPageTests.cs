using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CreamPie.Tests.Components;

/// <summary>Tests may look at a page, and click, while it renders.</summary>
public sealed class RenderedPageTests : BunitContext
{
    [Fact]
    public async Task Element_sought_during_a_render_is_the_new_one_after_it()
    {
        var page = Render<Counter>();
        for (var round = 1; round <= 300; round++)
        {
            var render = Task.Run(page.Instance.RenderAnewAsync);
            page.Find("button");
            await render;

            Assert.Equal(round.ToString(CultureInfo.InvariantCulture), page.Find("button").TextContent);
        }
    }

    [Fact]
    public async Task Every_click_reaches_a_page_that_renders_all_the_time()
    {
        var page = Render<Counter>();
        using var end = new CancellationTokenSource();
        var renders = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                await page.Instance.RenderAnewAsync();
        });

        for (var click = 0; click < 100; click++)
            page.Perform(() => page.Find("button").Click());

        await end.CancelAsync();
        await renders;
        Assert.Equal(100, page.Instance.Clicks);
    }

    /// <summary>Has a new button, with a new handler, in each render, below enough text to make its parsing take a while.</summary>
    private sealed class Counter : ComponentBase
    {
        private int _renders = -1;

        public int Clicks { get; private set; }

        public Task RenderAnewAsync() => InvokeAsync(StateHasChanged);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            _renders++;
            for (var i = 0; i < 200; i++)
                builder.AddMarkupContent(0, "<p>A line of text.</p>");
            builder.OpenElement(1, "button");
            builder.SetKey(_renders);
            builder.AddAttribute(2, "onclick", EventCallback.Factory.Create(this, () => Clicks++));
            builder.AddContent(3, _renders);
            builder.CloseElement();
        }
    }
}
